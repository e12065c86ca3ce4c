using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Certificates;
using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>The fleet as it is now: who enrolled, joined with what the connected ones say.</summary>
internal sealed class FleetView(Desk desk, Nodes nodes, LiveEdges live, InternalIssuing issuing, TimeProvider time)
{
    // A copied identity is told as long as its copy keeps coming back, and a while more.
    private static readonly TimeSpan CopyTold = TimeSpan.FromMinutes(5);
    private const int MaxNamed = 5;

    /// <summary>The status of the fleet.</summary>
    /// <param name="group">Only edges of this group; empty: all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<GetStatusResponse> StatusAsync(string group, CancellationToken cancellationToken)
    {
        var head = desk.Current.Head;
        var response = new GetStatusResponse { Head = head.Revision, Epoch = head.Epoch, Version = ProductVersion.Text };
        var edges = await EdgesOfAsync(group.Length == 0 ? null : new HashSet<string> { group }, cancellationToken);
        response.Edges.Add(edges.Select(edge => Message(edge, head.Revision)));
        response.Alarms.Add(Alarms(edges));
        response.Pending.Add(desk.Alarms.Select(AlarmMessages.Of));
        return response;
    }

    /// <summary>The edges of some groups (null: of all), by name; those that are not connected too.</summary>
    public async Task<IReadOnlyList<LiveEdge>> EdgesOfAsync(IReadOnlySet<string>? groups, CancellationToken cancellationToken)
    {
        // An edge is behind from the commit on, and not only when the publisher has got round to it.
        var head = desk.Current.Head.Revision;
        var edges = new List<LiveEdge>();
        foreach (var node in await nodes.ListAsync(cancellationToken))
        {
            if (!node.Revoked && groups?.Contains(node.Group) != false)
            {
                var edge = live.Find(node.Name) ?? Unheard(node);
                edges.Add(edge with { Target = Math.Max(edge.Target, head), Group = node.Group, Drained = node.Drained });
            }
        }

        return edges;
    }

    // What an edge says of itself is kept in memory only; after a restart it is unknown until the edge is back.
    private static LiveEdge Unheard(NodeRecord node) =>
        new() { Name = node.Name, Group = node.Group, Version = node.Version, Since = node.Enrolled.ToDateTimeOffset() };

    private static EdgeStatus Message(LiveEdge edge, uint head)
    {
        var status = new EdgeStatus
        {
            Name = edge.Name,
            Group = edge.Group,
            Applied = edge.Applied.Revision,
            State = StateWords.Of(edge.State),
            StateCode = edge.State,
            Error = edge.Error,
            Target = head,
            Behind = head > edge.Applied.Revision ? head - edge.Applied.Revision : 0,
            Version = edge.Version,
            Since = edge.Since.ToTimestamp(),
            LastSeen = edge.LastSeen == default ? null : edge.LastSeen.ToTimestamp(),
            Address = edge.Address,
            ControlPlane = edge.ControlPlane,
            Drained = edge.Drained,
        };
        status.Degraded.Add(edge.Degraded);
        return status;
    }

    private IEnumerable<string> Alarms(IEnumerable<LiveEdge> edges)
    {
        foreach (var alarm in desk.Alarms)
        {
            yield return $"{alarm.Sentence}. {alarm.Remedy}";
        }

        foreach (var edge in edges)
        {
            if (edge.Connected && edge.Diverged)
            {
                yield return $"edge {edge.Name}: {edge.Error}";
            }

            if (edge.Copied is { } at && time.GetUtcNow() - at < CopyTold)
            {
                yield return $"edge {edge.Name}: another process uses its identity; a data directory was copied: enrol that edge by itself";
            }
        }

        var failed = issuing.Failed;
        foreach (var (name, why) in failed.Take(MaxNamed))
        {
            yield return $"certificate {name} is still to be issued: {why}";
        }

        if (failed.Count > MaxNamed)
        {
            yield return $"{failed.Count - MaxNamed} more certificates are still to be issued";
        }
    }
}
