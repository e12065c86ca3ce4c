using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>Knows all edges' streams: wakes them when there is something to publish, keeps one per identity, and ends them at the end.</summary>
internal sealed class Publisher(Publication publication, SecretStore secrets, RecordStore records, Nodes nodes, LiveEdges live, TimeProvider time)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan RetryAfterStop = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfterCopy = TimeSpan.FromMinutes(1);

    private const string CopyReason = "another process with this identity started later; enrol this edge by itself";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, EdgeSession> _sessions = new(StringComparer.Ordinal);
    private readonly Signal _nodesChanged = new();
    private bool _stopping;

    /// <summary>Takes in a stream. Of two with one identity, the one whose process started last stays.</summary>
    /// <returns>False where this one must go: <paramref name="session"/> was told already.</returns>
    public bool TryAdd(EdgeSession session, EdgeReports reports)
    {
        EdgeSession? other;
        lock (_lock)
        {
            if (_stopping)
            {
                session.Close("this control plane stops", RetryAfterStop);
                return false;
            }

            other = _sessions.GetValueOrDefault(session.Node);
            if ((other is not null && other.BootId != session.BootId && other.Started > session.Started) || IsCopy(session, live.Find(session.Node)))
            {
                reports.Copied();
                session.Close(CopyReason, RetryAfterCopy);
                return false;
            }

            _sessions[session.Node] = session;
        }

        if (other is not null && other.BootId != session.BootId)
        {
            PublishingLog.Replaced(publication.Log, session.Node);
        }

        other?.Close("a later stream of this edge took over", RetryAfterCopy);
        return true;
    }

    /// <summary>An edge has a stream with another control plane: one that it has here is not its own any more, or it is a copy's.</summary>
    public void YieldTo(LiveEdge elsewhere)
    {
        EdgeSession? session;
        lock (_lock)
        {
            session = _sessions.GetValueOrDefault(elsewhere.Name);
        }

        if (session is null || !elsewhere.Connected)
        {
            return;
        }

        if (IsCopy(session, elsewhere))
        {
            live.Update(session.Node, edge => edge! with { Copied = time.GetUtcNow() });
            PublishingLog.Copied(publication.Log, session.Node);
            session.Close(CopyReason, RetryAfterCopy);
        }
        else if (elsewhere.BootId == session.BootId && elsewhere.Stream > session.Stream)
        {
            session.Close("this edge has a later stream with another control plane", RetryAfterStop);
        }
    }

    // Of two processes that have streams with two control planes, each control plane decides alike.
    private static bool IsCopy(EdgeSession session, LiveEdge? other) =>
        other is { Connected: true, ControlPlane.Length: > 0 } && other.BootId != session.BootId && other.Started > session.Started;

    /// <summary>Lets go of a stream that ended.</summary>
    /// <returns>Whether it was the edge's own, and no other took its place.</returns>
    public bool Remove(EdgeSession session)
    {
        lock (_lock)
        {
            return _sessions.GetValueOrDefault(session.Node) == session && _sessions.Remove(session.Node);
        }
    }

    /// <summary>Says goodbye to all edges, before the ports close under them.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        EdgeSession[] sessions;
        lock (_lock)
        {
            _stopping = true;
            sessions = [.. _sessions.Values];
        }

        foreach (var session in sessions)
        {
            session.Close("this control plane stops", RetryAfterStop);
        }

        var bounded = Task.Delay(publication.Options.StopTime, time, cancellationToken);
        await Task.WhenAny(Task.WhenAll(sessions.Select(session => session.Ended)), bounded);
    }

    /// <summary>Listens before the ports open, so that no stream misses a change.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        secrets.Changed += OnSecretsChanged;
        records.Changed += OnRecordsChanged;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        secrets.Changed -= OnSecretsChanged;
        records.Changed -= OnRecordsChanged;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(PublishAsync(stoppingToken), RecheckAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (head, fault) = (publication.Desk.Current.Head, publication.Desk.Fault);
            live.Aim(head.Revision);
            ForEach(session => session.Wake());
            await publication.Desk.WaitForChangeAsync(head, fault, cancellationToken);
        }
    }

    // A node that was revoked, removed or moved to another group must not keep the stream that it has.
    private async Task RecheckAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _nodesChanged.Next;
            await RecheckOnceAsync(cancellationToken);
            await next.WaitAsync(cancellationToken);
        }
    }

    private async Task RecheckOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var known = (await nodes.ListAsync(cancellationToken)).ToDictionary(node => node.Name, StringComparer.Ordinal);
            foreach (var session in Sessions())
            {
                // Whom the list lacks may have enrolled after it was read: the record itself tells.
                var node = known.GetValueOrDefault(session.Node) is { Revoked: false } listed ? listed : await nodes.FindAsync(session.Node, cancellationToken);
                Recheck(session, node);
            }

            live.Changed.Set();
        }
        catch (StoreUnavailableException unavailable)
        {
            // Nothing can have been revoked here meanwhile; the next change, or the edge's next stream, is checked again.
            PublishingLog.RecheckFailed(publication.Log, unavailable);
        }
    }

    /// <summary>Acts on what the record of a stream's node says now.</summary>
    /// <param name="session">The stream.</param>
    /// <param name="node">The record; null where it is gone.</param>
    public static void Recheck(EdgeSession session, NodeRecord? node)
    {
        if (node is null or { Revoked: true })
        {
            session.Cut("this node was revoked or removed");
        }
        else if (node.Group != session.Group)
        {
            session.Close($"this node was moved to group {node.Group}", RetryAfterStop);
        }
        else
        {
            session.Drain(node.Drained);
        }
    }

    private void OnSecretsChanged(IReadOnlyCollection<string> names)
    {
        publication.Updates.Forget();
        ForEach(session => session.Announce(names));
    }

    private void OnRecordsChanged(string folder)
    {
        if (folder == Nodes.Folder)
        {
            _nodesChanged.Set();
        }
    }

    private void ForEach(Action<EdgeSession> act)
    {
        foreach (var session in Sessions())
        {
            act(session);
        }
    }

    private EdgeSession[] Sessions()
    {
        lock (_lock)
        {
            return [.. _sessions.Values];
        }
    }
}
