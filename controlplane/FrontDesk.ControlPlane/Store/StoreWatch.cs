using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Store;

/// <summary>The work in the background: following other control planes, by hints and by looking, and keeping the history short.</summary>
internal sealed class StoreWatch : IAsyncDisposable
{
    // How long a compaction that failed is left alone.
    private static readonly TimeSpan CompactionPause = TimeSpan.FromSeconds(30);

    private readonly Desk _desk;
    private readonly FolderWatch _folders;
    private readonly SecretStore _secrets;
    private readonly Compaction _compaction;
    private readonly ILease _lease;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Signal _hint = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _secretsChanged;
    private uint _epoch;

    private StoreWatch(Desk desk, FolderWatch folders, SecretStore secrets, Compaction compaction, ILease lease, TimeSpan interval, TimeProvider clock, ILogger logger)
    {
        (_desk, _folders, _secrets, _compaction, _lease, _interval, _clock, _logger) = (desk, folders, secrets, compaction, lease, interval, clock, logger);
        _epoch = desk.Current.Head.Epoch;
        folders.Changed += NoteSecrets;
    }

    /// <summary>Starts it.</summary>
    public static async Task<StoreWatch> StartAsync(
        StoreConnection store, Desk desk, FolderWatch folders, SecretStore secrets, Compaction compaction, ILease lease, TimeSpan interval, TimeProvider clock, ILogger logger)
    {
        var watch = new StoreWatch(desk, folders, secrets, compaction, lease, interval, clock, logger);
        await store.OnHintAsync(watch._hint.Set);
        watch._running = Task.WhenAll(watch.GuardAsync(watch.FollowAsync), watch.GuardAsync(watch.CompactAsync), watch.GuardAsync(watch.ForgetAsync));
        return watch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _folders.Changed -= NoteSecrets;
        _stop.Dispose();
    }

    // What nobody foresaw must at least be said, for nobody waits for this work before the end.
    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            StoreLog.Stopped(_logger, failure);
            throw;
        }
    }

    private void NoteSecrets(string folder)
    {
        if (folder == SecretStore.Folder)
        {
            _secretsChanged = true;
        }
    }

    private async Task FollowAsync()
    {
        var lost = false;
        Alarm? told = null;
        while (true)
        {
            var hint = _hint.Next;
            try
            {
                await LookAsync();
                if (lost)
                {
                    StoreLog.Back(_logger);
                    lost = false;
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException failure)
            {
                // Once per outage.
                if (!lost)
                {
                    StoreLog.Lost(_logger, failure.Message);
                    lost = true;
                }
            }

            told = Tell(told, _desk.Fault);
            await Task.WhenAny(hint, Task.Delay(_interval, _clock, _stop.Token));
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await _desk.LookAsync(_stop.Token);
        }
        catch (StoreRefusedException)
        {
            // The desk has stopped and tells why; nodes and tokens are followed on.
        }

        await _folders.LookAsync();
        var epoch = _desk.Current.Head.Epoch;
        if (epoch != _epoch)
        {
            // Records may be those of a backup, with lower versions than were known.
            StoreLog.EpochBegan(_logger, epoch, _desk.Current.Head.Revision);
            await _secrets.ResetAsync();
            _epoch = epoch;
        }
        else if (_secretsChanged)
        {
            _secretsChanged = false;
            await _secrets.RefreshAsync();
        }
    }

    private Alarm? Tell(Alarm? told, Alarm? fault)
    {
        if (fault is not null && fault.Sentence != told?.Sentence)
        {
            StoreLog.Halted(_logger, fault.Sentence, fault.Remedy);
        }
        else if (fault is null && told is not null)
        {
            StoreLog.Resumed(_logger, _desk.Current.Head.Revision, _desk.Current.Head.Epoch);
        }

        return fault;
    }

    private async Task CompactAsync()
    {
        while (true)
        {
            try
            {
                // Nothing is deleted from a store that is in doubt.
                if (_desk.Fault is null && (_compaction.IsDue || await _compaction.HasLeftoversAsync()))
                {
                    await _lease.RunAsync(_compaction.RunAsync, _stop.Token);
                }

                await DueAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or StoreRefusedException or RevisionNotFoundException)
            {
                StoreLog.NotCompacted(_logger, failure.Message);
                await Task.WhenAny(Task.Delay(CompactionPause, _clock, _stop.Token));
            }
        }
    }

    // Whoever compacted: what is gone from the store must go from memory too.
    private async Task ForgetAsync()
    {
        try
        {
            while (true)
            {
                await DueAsync(_stop.Token);
                await Task.Delay(_interval, _clock, _stop.Token);
                await TryForgetAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task TryForgetAsync()
    {
        try
        {
            await _compaction.FollowAsync();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreRefusedException)
        {
            StoreLog.NotCompacted(_logger, failure.Message);
        }
    }

    private async Task DueAsync(CancellationToken cancellationToken)
    {
        for (var (seen, fault) = (_desk.Current.Head, _desk.Fault); _desk.Fault is not null || !_compaction.IsDue; (seen, fault) = (_desk.Current.Head, _desk.Fault))
        {
            await _desk.WaitForChangeAsync(seen, fault, cancellationToken);
        }
    }
}
