using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Certificates;

/// <summary>
/// Keeps every internal certificate issued: when a revision brings it, when it has to be renewed, when it failed before. One control plane
/// does it for all.
/// </summary>
internal sealed class IssuingLoop(Desk desk, InternalIssuing issuing, LeaseTable leases, TimeProvider time) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly ILease _lease = leases.Of("certificates");
    private readonly Dictionary<string, string[]> _wanted = new(StringComparer.Ordinal);
    private DeskHead? _head;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await issuing.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Follow(desk.Current);
                if (_wanted.Any(wanted => issuing.DueAt(wanted.Key, wanted.Value) <= time.GetUtcNow()))
                {
                    await _lease.RunAsync(IssueDueAsync, stoppingToken);
                }

                await WaitAsync(NextAt(), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    // Only what changed is looked at, where that is known.
    private void Follow(DeskState state)
    {
        if (_head is not null && _head.Epoch == state.Head.Epoch && desk.OperationsBetween(_head.Revision, state.Head.Revision) is { } operations)
        {
            foreach (var operation in operations)
            {
                Note(operation.Put?.Kind ?? operation.Delete.Kind, operation.Put?.Name ?? operation.Delete.Name, state);
            }
        }
        else
        {
            _wanted.Clear();
            foreach (var certificate in state.All(Kind.Certificate))
            {
                Note(Kind.Certificate, certificate.Name, state);
            }
        }

        _head = state.Head;
    }

    private void Note(Kind kind, string name, DeskState state)
    {
        if (kind != Kind.Certificate)
        {
            return;
        }

        if (state.TryGet(kind, name, out var resource) && resource.Certificate.Internal is not null)
        {
            _wanted[name] = [.. resource.Certificate.Names];
        }
        else if (_wanted.Remove(name))
        {
            issuing.Forget(name);
        }
    }

    private async Task IssueDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = _wanted.Where(wanted => issuing.DueAt(wanted.Key, wanted.Value) <= now).ToArray();
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (wanted, cancellation) => await issuing.IssueDueAsync(wanted.Key, wanted.Value, cancellation));
    }

    // When to look again.
    private DateTimeOffset NextAt()
    {
        var now = time.GetUtcNow();
        var next = issuing.Failed.Count == 0 ? now + LongestWait : now + RetryAfter;
        foreach (var (name, names) in _wanted)
        {
            var at = issuing.DueAt(name, names);
            next = at > now && at < next ? at : next;
        }

        return next;
    }

    private async Task WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = until - time.GetUtcNow();
        await Task.WhenAny(
            desk.WaitForChangeAsync(_head!, desk.Fault, either.Token),
            Task.Delay(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, time, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
