using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>
/// The writing side of one edge's stream. It holds one update's frame at a time and waits for its edge alone; what happens meanwhile is
/// only noted, and merged into the next update.
/// </summary>
internal sealed class EdgeWriter
{
    private const int SecretsPerMessage = 1000;

    private readonly string _node;
    private readonly string _group;
    private readonly Publication _publication;
    private readonly EdgeProgress _progress;
    private readonly EdgeFitness _fitness;
    private readonly EdgeReports _reports;
    private readonly IServerStreamWriter<ControlFrame> _responses;
    private readonly PublishingOptions _options;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile Goaway? _goodbye;
    private volatile bool _drained;
    private bool _drainedAsTold;
    private bool _ahead;
    private string? _objection;

    /// <summary>Prepares the writing side.</summary>
    public EdgeWriter(
        string node,
        string group,
        Publication publication,
        EdgeProgress progress,
        EdgeFitness fitness,
        EdgeReports reports,
        IServerStreamWriter<ControlFrame> responses)
    {
        (_node, _group, _publication, _progress, _fitness, _reports, _responses) = (node, group, publication, progress, fitness, reports, responses);
        _options = publication.Options;
    }

    /// <summary>There may be something to send.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    /// <summary>Secrets have newer versions; the edge is told of those that its configuration uses.</summary>
    public void Announce(IReadOnlyCollection<string> secrets)
    {
        lock (_lock)
        {
            _announced.UnionWith(secrets);
        }

        Wake();
    }

    /// <summary>Whether an operator keeps the edge out of traffic.</summary>
    public void Drain(bool drained)
    {
        _drained = drained;
        Wake();
    }

    /// <summary>The last thing that the edge is told.</summary>
    public void Close(string reason, TimeSpan retryAfter)
    {
        _goodbye = new Goaway { Reason = reason, RetryAfter = retryAfter.ToDuration() };
        Wake();
    }

    /// <summary>Writes until the edge was told goodbye.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_goodbye is null)
        {
            await WelcomeAsync(cancellationToken);
        }

        while (true)
        {
            if (_goodbye is { } goodbye)
            {
                await WriteAsync(ControlFrame.Of(new ControlMessage { Goaway = goodbye }), cancellationToken);
                return;
            }

            var said = await TellDrainAsync(cancellationToken) | await UpdateAsync(cancellationToken) | await TellSecretsAsync(cancellationToken);
            if (!said && !await _publication.WaitAsync(_wake, _options.Beat, cancellationToken))
            {
                await BeatAsync(cancellationToken);
            }
        }
    }

    private async Task WelcomeAsync(CancellationToken cancellationToken)
    {
        var state = _publication.Desk.Current;
        _drainedAsTold = _drained;
        var welcome = new Welcome
        {
            Drained = _drainedAsTold,
            Group = _group,
            Target = Updates.PositionOf(state, _group),
            Beat = _options.Beat.ToDuration(),
            Version = ProductVersion.Text,
            Signer = _publication.Updates.Signer.Certificate,
        };
        if (_publication.Desk.Fault is null && state.Head.Revision > 0)
        {
            welcome.Head = _publication.Updates.Signer.Sign(state, _group);
        }

        await WriteAsync(ControlFrame.Of(new ControlMessage { Welcome = welcome }), cancellationToken);

        // Secrets may have changed while the edge was away.
        Announce([.. _publication.Updates.Announcements(state, _group).Select(secret => secret.Secret)]);
    }

    private async Task<bool> UpdateAsync(CancellationToken cancellationToken)
    {
        // From a store in doubt nothing is published.
        if (_publication.Desk.Fault is not null)
        {
            return false;
        }

        var state = _publication.Desk.Current;
        var to = Updates.PositionOf(state, _group);
        var next = _progress.Next(state.Head, to.Digest);
        NoteAhead(next.Kind == UpdateKind.Ahead, state.Head.Revision);
        if (next.Kind is UpdateKind.Delta or UpdateKind.Snapshot && IsHeld(state))
        {
            return false;
        }

        switch (next.Kind)
        {
            case UpdateKind.None or UpdateKind.Ahead:
                return false;
            case UpdateKind.Delta when _publication.Updates.Delta(next.From!, state, _group) is { } delta:
                PublishingLog.Sending(_publication.Log, _node, "delta", to.Revision);
                _progress.Sending(to, snapshot: false);
                await WriteAsync(delta, cancellationToken);
                _publication.Meter.DeltaSent();
                return true;
            default:
                if (await SnapshotSlotAsync(cancellationToken) is { } slot)
                {
                    using (slot)
                    {
                        await SnapshotAsync(next.From!, cancellationToken);
                    }
                }

                return true;
        }
    }

    // Others may be sent theirs for a while. The edge hears meanwhile that it is not forgotten; a goodbye is not held back.
    private async Task<IDisposable?> SnapshotSlotAsync(CancellationToken cancellationToken)
    {
        while (_goodbye is null)
        {
            if (await _publication.SnapshotSlotAsync(_options.Beat, cancellationToken) is { } slot)
            {
                return slot;
            }

            await BeatAsync(cancellationToken);
        }

        return null;
    }

    private async Task SnapshotAsync(Position from, CancellationToken cancellationToken)
    {
        // Of now: the wait for a place may have been long.
        var state = _publication.Desk.Current;
        if (IsHeld(state))
        {
            return;
        }

        var to = Updates.PositionOf(state, _group);
        PublishingLog.Sending(_publication.Log, _node, "snapshot", to.Revision);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _publication.CancelAfter(bounded, _options.SnapshotTime);
        _progress.Sending(to, snapshot: true);
        if (from.Revision > 0)
        {
            var reason = from.Epoch == to.Epoch ? "there is no delta from where you are" : "the history is another one";
            await WriteAsync(ControlFrame.Of(new ControlMessage { Resnapshot = new Resnapshot { Reason = reason } }), bounded.Token);
        }

        foreach (var frame in _publication.Updates.Snapshot(state, _group))
        {
            await WriteAsync(frame, bounded.Token);
        }

        _publication.Meter.SnapshotSent();
    }

    private async Task<bool> TellDrainAsync(CancellationToken cancellationToken)
    {
        if (_drained == _drainedAsTold)
        {
            return false;
        }

        _drainedAsTold = !_drainedAsTold;
        await WriteAsync(ControlFrame.Of(new ControlMessage { Drain = new DrainOrder { Drained = _drainedAsTold } }), cancellationToken);
        return true;
    }

    private async Task<bool> TellSecretsAsync(CancellationToken cancellationToken)
    {
        string[] announced;
        lock (_lock)
        {
            announced = [.. _announced];
            _announced.Clear();
        }

        var state = _publication.Desk.Current;
        var told = announced.Select(secret => _publication.Updates.Announcement(state, _group, secret)).OfType<SecretVersion>();
        foreach (var some in told.Chunk(SecretsPerMessage))
        {
            await WriteAsync(ControlFrame.Of(new ControlMessage { SecretsChanged = new SecretsChanged { Secrets = { some } } }), cancellationToken);
        }

        return announced.Length > 0;
    }

    private Task BeatAsync(CancellationToken cancellationToken)
    {
        var state = _publication.Desk.Current;
        var beat = new ControlBeat { Head = state.Head.Revision, Target = Updates.PositionOf(state, _group) };
        return WriteAsync(ControlFrame.Of(new ControlMessage { Beat = beat }), cancellationToken);
    }

    // An edge that takes no message for as long as it may be silent is as good as gone.
    private async Task WriteAsync(ControlFrame frame, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _publication.CancelAfter(bounded, _options.Beat * _options.MissedBeats);
        try
        {
            await _responses.WriteAsync(frame, bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure.Of(StatusCode.DeadlineExceeded, "The edge takes no messages.");
        }
    }

    private bool IsHeld(DeskState state)
    {
        var objection = _fitness.Objection(state);
        if (objection != _objection)
        {
            _objection = objection;
            _reports.Held(objection);
        }

        return objection is not null;
    }

    private void NoteAhead(bool ahead, uint head)
    {
        if (ahead != _ahead)
        {
            _ahead = ahead;
            _reports.Ahead(ahead, head);
        }
    }
}
