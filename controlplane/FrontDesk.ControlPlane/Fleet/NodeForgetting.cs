using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>
/// Forgets nodes that can never come back by themselves: those whose certificate lapsed so long ago that it cannot be renewed any more. One of several
/// control planes does it.
/// </summary>
internal sealed class NodeForgetting(Nodes nodes, AuditLog auditLog, LeaseTable leases, TimeProvider time, ILogger<NodeForgetting> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly ILease _lease = leases.Of("forgetting");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await ForgetAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
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
            if ((await nodes.ListAsync(cancellationToken)).Any(IsGone))
            {
                await _lease.RunAsync(ForgetGoneAsync, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OutcomeUnknownException)
        {
            NodeLog.NotForgotten(log, failure);
        }
    }

    private async Task ForgetGoneAsync(CancellationToken cancellationToken)
    {
        foreach (var node in (await nodes.ListAsync(cancellationToken)).Where(IsGone))
        {
            // It is looked at again when it is deleted: it may have renewed or enrolled meanwhile.
            if (await nodes.RemoveAsync(node.Name, IsGone, cancellationToken, AuditEntries.Of(auditLog.ControlPlane, "forget", $"node {node.Name}")))
            {
                NodeLog.Forgotten(log, node.Name, node.NotAfter.ToDateTime());
            }
        }
    }

    private bool IsGone(NodeRecord node) => node.NotAfter.ToDateTimeOffset() + NodeAuthentication.RenewalGrace < time.GetUtcNow();
}
