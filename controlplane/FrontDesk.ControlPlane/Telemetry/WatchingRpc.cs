using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>The operators' calls that show what the fleet does with requests.</summary>
internal sealed class WatchingRpc(Watchers watchers, LimitReports reports, RequestTails tails, IHostApplicationLifetime lifetime, TimeProvider time) : Watching.WatchingBase
{
    private const int DefaultTop = 20;
    private const int MostTop = 1000;

    private const int AtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override async Task WatchLimits(WatchLimitsRequest request, IServerStreamWriter<WatchLimitsResponse> responseStream, ServerCallContext context)
    {
        if (request.Top > MostTop)
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"At most {MostTop} keys are shown.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var watch = watchers.WatchLimits();
        while (true)
        {
            // The first answer comes after a second: before, there is nothing that an edge could have told.
            await Task.Delay(Interval, time, ending.Token);
            await responseStream.WriteAsync(reports.Merge(request.Limit, request.Top == 0 ? DefaultTop : (int)request.Top), ending.Token);
        }
    }

    /// <inheritdoc/>
    public override async Task WatchRequests(WatchRequestsRequest request, IServerStreamWriter<WatchRequestsResponse> responseStream, ServerCallContext context)
    {
        var filter = request.Filter ?? new RequestFilter();
        using var tail = Open(filter);
        using var watch = watchers.WatchRequests(filter)
            ?? throw Failure.Of(StatusCode.ResourceExhausted, $"{Watchers.MostRequests} watch requests already: end one of them first.");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await responseStream.WriteAsync(new WatchRequestsResponse(), ending.Token);
        while (true)
        {
            await tail.WaitAsync(ending.Token);
            var (lines, dropped) = tail.Take(AtOnce);
            await responseStream.WriteAsync(new WatchRequestsResponse { Requests = { lines }, Dropped = dropped }, ending.Token);
            await Task.Delay(Gathering, time, ending.Token);
        }
    }

    private RequestTail Open(RequestFilter filter)
    {
        try
        {
            return tails.Open(filter);
        }
        catch (FormatException malformed)
        {
            throw Failure.Of(StatusCode.InvalidArgument, malformed.Message);
        }
    }
}
