using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>What all edges' streams have in common: the desk, the updates built from it, and the bounds.</summary>
internal sealed class Publication(
    Desk desk, Updates updates, PublishingOptions options, ControlPlaneMeter meter, ILogger<Publication> log, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _snapshots = new(options.SnapshotsAtOnce);

    /// <summary>The configuration.</summary>
    public Desk Desk => desk;

    /// <summary>Updates for edges.</summary>
    public Updates Updates => updates;

    /// <summary>The bounds.</summary>
    public PublishingOptions Options => options;

    /// <summary>Counts what is sent.</summary>
    public ControlPlaneMeter Meter => meter;

    /// <summary>Where streams log.</summary>
    public ILogger Log => log;

    /// <summary>Waits for a place among the snapshots being sent; disposing it gives the place back. Null when the time is over first.</summary>
    public async Task<IDisposable?> SnapshotSlotAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        await WaitAsync(_snapshots, patience, cancellationToken) ? new Slot(_snapshots) : null;

    /// <summary>Cancels after a while by the control plane's clock, until disposed.</summary>
    public ITimer CancelAfter(CancellationTokenSource source, TimeSpan delay) =>
        time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), source, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for a semaphore by the control plane's clock; false when the time is over first.</summary>
    public async Task<bool> WaitAsync(SemaphoreSlim semaphore, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = CancelAfter(bounded, patience);
        try
        {
            await semaphore.WaitAsync(bounded.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _snapshots.Dispose();

    private sealed class Slot(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
