using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Status;

namespace FrontDesk.Edge.Snapshots;

/// <summary>Tries again and again to write what the disk did not take, so that it is there before the next change comes.</summary>
internal sealed class StateCatchUp(Activation activation, Degradations degradations, TimeProvider clock, ILogger<StateCatchUp> log)
    : EnduringTask("state catch-up", degradations, clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(Interval, Clock);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
        {
            await activation.CatchUpAsync(stopping).ConfigureAwait(false);
        }
    }
}
