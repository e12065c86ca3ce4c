using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>
/// Brings entries to the log that belong to no change's transaction: reads of secrets, what was refused. They wait in memory until they are written, so that nobody
/// waits for the store; at most <see cref="Most"/>, and what is lost beyond that is counted and told in the log itself.
/// </summary>
internal sealed class AuditTrail(AuditLog auditLog, ControlPlaneMeter meter, TimeProvider time, ILogger<AuditTrail> log) : BackgroundService
{
    /// <summary>How many entries may wait.</summary>
    public const int Most = 10_000;

    // How many entries one transaction appends.
    private const int AtOnce = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<AuditEntry> _waiting = new();
    private readonly RefusedAttempts _refused = new(time);
    private readonly Signal _added = new();
    private uint _lost;
    private bool _told;

    /// <summary>Adds an entry; it is in the log within a second or so, where the store is well.</summary>
    public void Add(AuditEntry entry)
    {
        entry.Time ??= Timestamp.FromDateTimeOffset(time.GetUtcNow());
        lock (_lock)
        {
            if (_waiting.Count < Most)
            {
                _waiting.Enqueue(entry);
            }
            else
            {
                _lost++;
                meter.AuditLost();
            }
        }

        _added.Set();
    }

    /// <summary>Counts a refusal; see <see cref="RefusedAttempts"/>.</summary>
    public void Refused(HttpContext context, StatusCode status)
    {
        _refused.Add(context, status);
        _added.Set();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var next = _added.Next;
                Collect(atOnce: false);
                if (!await TryFlushAsync(stoppingToken))
                {
                    await Task.Delay(Pause, time, stoppingToken);
                    continue;
                }

                if (_refused.Any)
                {
                    await Task.WhenAny(next, Task.Delay(Pause, time, stoppingToken));
                    stoppingToken.ThrowIfCancellationRequested();
                }
                else
                {
                    await next.WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is still here is written, if the store is well.
            Collect(atOnce: true);
            await TryFlushAsync(CancellationToken.None);
        }
    }

    private void Collect(bool atOnce)
    {
        foreach (var entry in _refused.Take(atOnce))
        {
            Add(entry);
        }
    }

    // False: the store cannot be written now.
    private async Task<bool> TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (Peek() is { Count: > 0 } entries)
            {
                await auditLog.AppendAsync(entries, cancellationToken);
                Remove(entries);
            }

            _told = false;
            return true;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OutcomeUnknownException)
        {
            // Those whose outcome is unknown are written again: an entry that stands twice says more than one that is missing.
            if (!_told)
            {
                AuditMessages.Waiting(log, failure.Message);
                _told = true;
            }

            return false;
        }
    }

    private List<AuditEntry> Peek()
    {
        lock (_lock)
        {
            var entries = _waiting.Take(AtOnce).ToList();
            if (_lost > 0)
            {
                var lost = AuditEntries.Of(auditLog.ControlPlane, "audit", "entries that could not be kept until the store was back");
                (lost.Result, lost.Count) = ("lost", _lost);
                entries.Add(lost);
            }

            return entries;
        }
    }

    private void Remove(List<AuditEntry> written)
    {
        lock (_lock)
        {
            var lost = written[^1].Result == "lost" ? written[^1].Count : 0;
            if (lost > 0)
            {
                AuditMessages.Lost(log, lost);
                _lost -= lost;
            }

            for (var i = lost > 0 ? 1 : 0; i < written.Count; i++)
            {
                _waiting.Dequeue();
            }
        }
    }
}
