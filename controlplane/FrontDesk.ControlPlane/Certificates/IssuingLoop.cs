using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Certificates;

/// <summary>Keeps every internal certificate issued: when a revision brings it, when it has to be renewed, when it failed before.</summary>
internal sealed class IssuingLoop(Desk desk, InternalIssuing issuing, TimeProvider time) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

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
                await WaitAsync(await IssueDueAsync(stoppingToken), stoppingToken);
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

    /// <summary>Issues what is due and says when to look again.</summary>
    private async Task<DateTimeOffset> IssueDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var failed = false;
        var due = _wanted.Where(wanted => issuing.DueAt(wanted.Key, wanted.Value) <= now).ToArray();
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (wanted, cancellation) =>
            {
                if (!await issuing.TryIssueAsync(wanted.Key, wanted.Value, cancellation))
                {
                    Volatile.Write(ref failed, true);
                }
            });
        var next = failed ? now + RetryAfter : now + LongestWait;
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
