using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>Answers calls that watch requests from a script.</summary>
internal sealed class ScriptedWatching : Watching.WatchingBase
{
    public List<WatchLimitsRequest> Asked { get; } = [];

    public IReadOnlyList<WatchLimitsResponse> Limits { get; set; } = [];

    public List<WatchRequestsRequest> AskedRequests { get; } = [];

    public IReadOnlyList<WatchRequestsResponse> Requests { get; set; } = [];

    public override async Task WatchRequests(WatchRequestsRequest request, IServerStreamWriter<WatchRequestsResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        AskedRequests.Add(request);
        foreach (var answer in Requests)
        {
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }

    public override async Task WatchLimits(WatchLimitsRequest request, IServerStreamWriter<WatchLimitsResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        Asked.Add(request);
        foreach (var answer in Limits)
        {
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }
}
