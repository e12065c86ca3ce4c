using FrontDesk.Edge.Limits;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Telemetry;

/// <summary>
/// Tells a control plane of this edge's requests while somebody watches there, on a stream of its own beside the one that brings configuration. Nothing depends on it: what goes
/// wrong with it is tried again, and ends with the other stream.
/// </summary>
internal sealed class TelemetrySession(LimitWatch limits, RequestWatch requests, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <summary>Reports until it is cancelled.</summary>
    public async Task RunAsync(GrpcChannel channel, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await WatchAsync(channel, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is RpcException or IOException or InvalidOperationException or FormatException or OperationCanceledException)
            {
                // A control plane of an earlier version has no such call; one that is gone is noticed by the other stream, which tells it.
            }
            finally
            {
                Obey(new WatchOrder());
            }

            await Task.Delay(Retry, clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(GrpcChannel channel, CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using AsyncDuplexStreamingCall<WatchReport, WatchOrder> call = new V1.Telemetry.TelemetryClient(channel).Watch(cancellationToken: ending.Token);
        SemaphoreSlim wanted = new(0, 1);
        Task reporting = ReportAsync(call.RequestStream, wanted, ending.Token);
        try
        {
            Task<bool> next = call.ResponseStream.MoveNext(ending.Token);
            while (await Task.WhenAny(next, reporting).ConfigureAwait(false) == next && await next.ConfigureAwait(false))
            {
                Obey(call.ResponseStream.Current);
                if (IsWatched && wanted.CurrentCount == 0)
                {
                    wanted.Release();
                }

                next = call.ResponseStream.MoveNext(ending.Token);
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A report that the control plane does not take yet holds up the next one: what a second more brought is in that.
    private async Task ReportAsync(IClientStreamWriter<WatchReport> reports, SemaphoreSlim wanted, CancellationToken cancellation)
    {
        while (true)
        {
            await wanted.WaitAsync(cancellation).ConfigureAwait(false);
            long told = clock.GetTimestamp();
            while (IsWatched)
            {
                await Task.Delay(requests.IsOn ? RequestInterval : Interval, clock, cancellation).ConfigureAwait(false);
                while (requests.Take() is { } lines)
                {
                    await reports.WriteAsync(lines, cancellation).ConfigureAwait(false);
                }

                if (clock.GetElapsedTime(told) >= Interval && limits.Take() is { } recorded)
                {
                    told = clock.GetTimestamp();
                    await reports.WriteAsync(recorded.Report(), cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    private bool IsWatched => limits.Current is not null || requests.IsOn;

    private void Obey(WatchOrder order)
    {
        limits.Switch(order.Limits);
        requests.Order(order.Requests);
    }
}
