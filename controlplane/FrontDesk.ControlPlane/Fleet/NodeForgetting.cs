using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>
/// Forgets nodes that can never come back by themselves: those whose certificate lapsed so long ago that it cannot be renewed any more. Any number of control
/// planes may do it at once.
/// </summary>
internal sealed class NodeForgetting(Nodes nodes, TimeProvider time, ILogger<NodeForgetting> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await ForgetAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var node in (await nodes.ListAsync(cancellationToken)).Where(IsGone))
            {
                // It is looked at again when it is deleted: it may have renewed or enrolled meanwhile.
                if (await nodes.RemoveAsync(node.Name, IsGone, cancellationToken))
                {
                    NodeLog.Forgotten(log, node.Name, node.NotAfter.ToDateTime());
                }
            }
        }
        catch (StoreUnavailableException unavailable)
        {
            NodeLog.NotForgotten(log, unavailable);
        }
    }

    private bool IsGone(NodeRecord node) => node.NotAfter.ToDateTimeOffset() + NodeAuthentication.RenewalGrace < time.GetUtcNow();
}
