using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>Asks edges what operators watch, and hears their reports.</summary>
internal sealed class TelemetryRpc(Watchers watchers, LimitReports reports, RequestTails tails, LiveEdges live, IHostApplicationLifetime lifetime) : FrontDesk.Edge.V1.Telemetry.TelemetryBase
{
    private const int MostUses = 200;
    private const int MostRequests = 1_000;
    private const int LongestName = 300;

    /// <inheritdoc/>
    public override async Task Watch(IAsyncStreamReader<WatchReport> requestStream, IServerStreamWriter<WatchOrder> responseStream, ServerCallContext context)
    {
        var node = context.NodeName();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var ordering = OrderAsync(responseStream, ending.Token);
        try
        {
            await await Task.WhenAny(ordering, ReadAsync(node, requestStream, ending.Token));
        }
        catch (Exception end) when (end is IOException || (end is OperationCanceledException && ending.IsCancellationRequested))
        {
            // The edge or this control plane went, at any time: nothing went wrong here, which is what gRPC would log.
            throw new RpcException(new Status(StatusCode.Unavailable, "the connection was lost", end));
        }
        finally
        {
            reports.Forget(node);
            await ending.CancelAsync();
            await ordering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task OrderAsync(IServerStreamWriter<WatchOrder> orders, CancellationToken cancellationToken)
    {
        var told = new WatchOrder();
        while (true)
        {
            var next = watchers.Changed.Next;
            var order = watchers.Order;
            if (!order.Equals(told))
            {
                await orders.WriteAsync(order, cancellationToken);
                told = order;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private async Task ReadAsync(string node, IAsyncStreamReader<WatchReport> requests, CancellationToken cancellationToken)
    {
        while (await requests.MoveNext(cancellationToken))
        {
            // A node that was shut out has lost its other stream.
            if (!live.IsConnected(node))
            {
                throw Failure.Of(StatusCode.FailedPrecondition, "Reports come from edges that have a stream for their configuration.");
            }

            var report = requests.Current;
            if (report.Requests.Count > MostRequests || report.Requests.Any(line => line.Node != node))
            {
                throw Failure.Of(StatusCode.InvalidArgument, $"A report has at most {MostRequests} requests, of the edge itself.");
            }

            if (report.Requests.Count > 0 || report.Dropped > 0)
            {
                tails.Hear(report, isRelayed: false);
                continue;
            }

            if (report.Limits.Count > MostUses || report.Limits.Any(use => use.Limit.Length > LongestName || use.Key.Length > LongestName || double.IsNaN(use.Used)))
            {
                throw Failure.Of(StatusCode.InvalidArgument, $"A report has at most {MostUses} keys, with at most {LongestName} characters.");
            }

            reports.Hear(node, report);
        }
    }
}
