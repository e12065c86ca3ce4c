using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>Answers fleet calls from a script.</summary>
internal sealed class ScriptedFleet : Fleet.FleetBase
{
    public Func<GetStatusRequest, GetStatusResponse> OnStatus { get; set; } = _ => new GetStatusResponse();

    /// <summary>Answers WatchStatus; the token ends when the caller goes.</summary>
    public Func<WatchStatusRequest, CancellationToken, IAsyncEnumerable<GetStatusResponse>> OnWatch { get; set; } = (_, _) => AsyncEnumerable.Empty<GetStatusResponse>();

    public Func<WaitForEdgesRequest, IEnumerable<WaitForEdgesResponse>> OnWait { get; set; } = _ => [];

    public Func<ListNodesRequest, ListNodesResponse> OnNodes { get; set; } = _ => new ListNodesResponse();

    public Func<CreateJoinTokenRequest, CreateJoinTokenResponse> OnJoinToken { get; set; } = _ => new CreateJoinTokenResponse();

    public Func<RevokeNodeRequest, RevokeNodeResponse> OnRevoke { get; set; } = _ => new RevokeNodeResponse();

    public Func<MoveNodeRequest, MoveNodeResponse> OnMove { get; set; } = _ => new MoveNodeResponse();

    /// <summary>The calls that take a node's name and answer nothing, as `verb name`.</summary>
    public List<string> Told { get; } = [];

    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        return Task.FromResult(OnStatus(request));
    }

    public override async Task WatchStatus(WatchStatusRequest request, IServerStreamWriter<WatchStatusResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        await foreach (var status in OnWatch(request, context.CancellationToken))
        {
            await responseStream.WriteAsync(new WatchStatusResponse { Status = status }, context.CancellationToken);
        }
    }

    public override async Task WaitForEdges(WaitForEdgesRequest request, IServerStreamWriter<WaitForEdgesResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        foreach (var answer in OnWait(request))
        {
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }

    public override Task<ListNodesResponse> ListNodes(ListNodesRequest request, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        return Task.FromResult(OnNodes(request));
    }

    public override Task<CreateJoinTokenResponse> CreateJoinToken(CreateJoinTokenRequest request, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        return Task.FromResult(OnJoinToken(request));
    }

    public override Task<RevokeNodeResponse> RevokeNode(RevokeNodeRequest request, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        return Task.FromResult(OnRevoke(request));
    }

    public override Task<RemoveNodeResponse> RemoveNode(RemoveNodeRequest request, ServerCallContext context) => Tell(context, $"remove {request.Name}", new RemoveNodeResponse());

    public override Task<DrainNodeResponse> DrainNode(DrainNodeRequest request, ServerCallContext context) => Tell(context, $"drain {request.Name}", new DrainNodeResponse());

    public override Task<ResumeNodeResponse> ResumeNode(ResumeNodeRequest request, ServerCallContext context) => Tell(context, $"resume {request.Name}", new ResumeNodeResponse());

    public override Task<MoveNodeResponse> MoveNode(MoveNodeRequest request, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        return Task.FromResult(OnMove(request));
    }

    private Task<T> Tell<T>(ServerCallContext context, string call, T answer)
    {
        FakeControlPlane.Authenticate(context);
        Told.Add(call);
        return Task.FromResult(answer);
    }
}
