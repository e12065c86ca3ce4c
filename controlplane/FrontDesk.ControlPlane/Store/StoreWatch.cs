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

    private StoreWatch(Desk desk, FolderWatch folders, SecretStore secrets, Compaction compaction, ILease lease, TimeSpan interval, TimeProvider clock, ILogger logger)
    {
        (_desk, _folders, _secrets, _compaction, _lease, _interval, _clock, _logger) = (desk, folders, secrets, compaction, lease, interval, clock, logger);
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
        while (_desk.Fault is null)
        {
            var hint = _hint.Next;
            try
            {
                await _desk.LookAsync(_stop.Token);
                await _folders.LookAsync();
                if (_secretsChanged)
                {
                    _secretsChanged = false;
                    await _secrets.RefreshAsync();
                }

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
            catch (Exception failure) when (failure is StoreUnavailableException or StoreRefusedException)
            {
                // Once per outage; what stops the desk for good is said below.
                if (!lost && _desk.Fault is null)
                {
                    StoreLog.Lost(_logger, failure.Message);
                    lost = true;
                }
            }

            await Task.WhenAny(hint, Task.Delay(_interval, _clock, _stop.Token));
        }

        StoreLog.Halted(_logger, _desk.Fault);
    }

    private async Task CompactAsync()
    {
        while (true)
        {
            try
            {
                if (_compaction.IsDue || await _compaction.HasLeftoversAsync())
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
        for (var seen = _desk.Current.Head.Revision; !_compaction.IsDue; seen = _desk.Current.Head.Revision)
        {
            await _desk.WaitForRevisionAfterAsync(seen, cancellationToken);
        }
    }
}
