using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>The operators' calls that show what the fleet does with requests.</summary>
internal sealed class WatchingRpc(Watchers watchers, LimitReports reports, IHostApplicationLifetime lifetime, TimeProvider time) : Watching.WatchingBase
{
    private const int DefaultTop = 20;
    private const int MostTop = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

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
}
