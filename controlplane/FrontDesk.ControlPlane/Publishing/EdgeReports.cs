using FrontDesk.ControlPlane.Fleet;
using FrontDesk.Edge.V1;
using Google.Protobuf.Collections;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>Puts what one edge says of itself into the live status of the fleet, bounded.</summary>
internal sealed class EdgeReports(string node, string group, LiveEdges live, ControlPlaneMeter meter, ILogger log, TimeProvider time)
{
    private const int MaxDegraded = 1000;
    private const int MaxSentence = 1000;
    private const string Diverged = "its digest is wrong even after a snapshot; it runs something else than it was told";

    /// <summary>The edge has a stream.</summary>
    public void Connected(Hello hello, string address, uint head)
    {
        live.Update(node, before => new LiveEdge
        {
            Name = node,
            Group = group,
            Connected = true,
            Version = Bounded(hello.Version),
            Address = address,
            BootId = hello.BootId,
            Started = hello.Started?.ToDateTimeOffset() ?? default,
            Stream = hello.Stream,
            Applied = hello.Have ?? new Position(),
            Target = head,
            Copied = before?.Copied,
            LastSeen = time.GetUtcNow(),
        });
        PublishingLog.Connected(log, node, group, hello.Have?.Revision ?? 0, address);
    }

    /// <summary>The edge's stream ended, and no other took its place.</summary>
    public void Disconnected(string why)
    {
        Update(edge => edge with { Connected = false, Address = "" });
        PublishingLog.Disconnected(log, node, why);
    }

    /// <summary>Another process with the edge's identity, started earlier, was turned away.</summary>
    public void Copied()
    {
        Update(edge => edge with { Copied = time.GetUtcNow() });
        PublishingLog.Copied(log, node);
    }

    /// <summary>The edge runs a revision.</summary>
    public void Acknowledged(Ack ack, bool diverged)
    {
        var applied = ack.Applied ?? new Position();
        Update(edge => edge with
        {
            Applied = applied,
            Degraded = Bounded(ack.Degraded),
            Refused = 0,
            Error = diverged ? Diverged : "",
            Diverged = diverged,
            Answered = time.GetUtcNow(),
        });
        PublishingLog.Acknowledged(log, node, applied.Revision, ack.Degraded.Count);
    }

    /// <summary>The edge did not apply an update.</summary>
    public void Refused(Nack nack, bool diverged)
    {
        meter.Nacked();
        var sentence = Bounded(nack.Resource is { } at ? $"{at.Kind.ToString().ToLowerInvariant()} {at.Name}: {nack.Message}" : nack.Message);
        var resends = nack.Reason is NackReason.DigestMismatch or NackReason.WrongPosition;
        Update(edge => edge with
        {
            Applied = nack.Running ?? edge.Applied,
            Refused = resends ? 0 : nack.Revision,
            Error = diverged ? Diverged : sentence,
            Diverged = diverged,
            Answered = time.GetUtcNow(),
        });
        PublishingLog.Refused(log, node, nack.Revision, sentence);
    }

    /// <summary>The edge lives.</summary>
    public void Beat(EdgeBeat beat)
    {
        var degraded = Bounded(beat.Degraded);
        Update(edge => edge with
        {
            Applied = beat.Applied ?? edge.Applied,
            Degraded = degraded.SequenceEqual(edge.Degraded) ? edge.Degraded : degraded,
        });
    }

    /// <summary>The edge is kept at what it runs, since it is too old for what it would be sent; null: no longer.</summary>
    public void Held(string? objection)
    {
        Update(edge => edge with
        {
            Held = objection is not null,
            Error = objection is null ? "" : $"kept at revision {edge.Applied.Revision}: {objection}",
        });
        if (objection is not null)
        {
            PublishingLog.Held(log, node, objection);
        }
    }

    /// <summary>Whether the edge runs a revision that this control plane does not know (yet), so that it is left alone.</summary>
    public void Ahead(bool ahead, uint head)
    {
        Update(edge => edge with
        {
            Diverged = ahead,
            Error = ahead ? $"it runs revision {edge.Applied.Revision}, but the newest known here is {head}; it is left as it is" : "",
        });
        if (ahead)
        {
            PublishingLog.Ahead(log, node, head);
        }
    }

    private void Update(Func<LiveEdge, LiveEdge> change) => live.Update(node, before =>
        change(before ?? new LiveEdge { Name = node, Group = group }) with { LastSeen = time.GetUtcNow() });

    private static IReadOnlyList<Degraded> Bounded(RepeatedField<Degraded> degraded)
    {
        var kept = degraded.Take(MaxDegraded).ToArray();
        foreach (var one in kept)
        {
            one.Reason = Bounded(one.Reason);
        }

        return kept;
    }

    /// <summary>A sentence of the edge's, no longer than anyone would read.</summary>
    public static string Bounded(string sentence) => sentence.Length <= MaxSentence ? sentence : sentence[..MaxSentence];
}
