using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.Edge.Tests.Telemetry;

/// <summary>Orders what the test orders, and keeps what is reported.</summary>
internal sealed class ScriptedTelemetry(ScriptedControlPlane plane) : V1.Telemetry.TelemetryBase
{
    public override async Task Watch(IAsyncStreamReader<WatchReport> requestStream, IServerStreamWriter<WatchOrder> responseStream, ServerCallContext context)
    {
        var ordering = OrderAsync(responseStream, context.CancellationToken);
        try
        {
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                plane.Reports.Writer.TryWrite(requestStream.Current);
            }
        }
        finally
        {
            await ordering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task OrderAsync(IServerStreamWriter<WatchOrder> orders, CancellationToken gone)
    {
        await foreach (var order in plane.Orders.Reader.ReadAllAsync(gone))
        {
            await orders.WriteAsync(order, gone);
        }
    }
}
