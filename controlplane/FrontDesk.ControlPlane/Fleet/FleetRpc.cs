using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Identity;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>The operators' calls about edges.</summary>
internal sealed class FleetRpc(
    FleetView view,
    EdgeAnswers answers,
    LiveEdges live,
    Nodes nodes,
    NodeCalls calls,
    JoinTokens tokens,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<FleetRpc> log)
    : FrontDesk.Admin.V1.Fleet.FleetBase
{
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);
    private const uint MaxUses = 10_000;

    /// <inheritdoc/>
    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context) =>
        view.StatusAsync(request.Group, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task WatchStatus(
        WatchStatusRequest request, IServerStreamWriter<WatchStatusResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        GetStatusResponse? told = null;
        while (true)
        {
            var next = live.Changed.Next;
            var status = await view.StatusAsync(request.Group, ending.Token);
            if (told is null || !SameFor(told, status))
            {
                await responseStream.WriteAsync(new WatchStatusResponse { Status = status }, ending.Token);
                told = status;
            }

            await next.WaitAsync(ending.Token);
            await Task.Delay(WatchPause, time, ending.Token);
        }
    }

    /// <inheritdoc/>
    public override Task WaitForEdges(
        WaitForEdgesRequest request, IServerStreamWriter<WaitForEdgesResponse> responseStream, ServerCallContext context)
    {
        var timeout = request.Timeout?.ToTimeSpan() ?? DefaultWait;
        return timeout >= TimeSpan.Zero && timeout <= LongestWait
            ? answers.StreamAsync(request.Revision, request.Edges, timeout, responseStream, context.CancellationToken)
            : throw Failure.Of(StatusCode.InvalidArgument, "The timeout is from 0 s to 10 min.");
    }

    /// <inheritdoc/>
    public override async Task<ListNodesResponse> ListNodes(ListNodesRequest request, ServerCallContext context)
    {
        var response = new ListNodesResponse();
        response.Nodes.Add((await nodes.ListAsync(context.CancellationToken))
            .Where(node => request.Group.Length == 0 || node.Group == request.Group)
            .Select(Message));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<CreateJoinTokenResponse> CreateJoinToken(CreateJoinTokenRequest request, ServerCallContext context)
    {
        var group = request.Group.Length > 0 ? request.Group : NodeNames.DefaultGroup;
        var uses = request.Uses == 0 ? 1 : request.Uses;
        var lifetimeOfToken = request.Lifetime?.ToTimeSpan() ?? DefaultLifetime;
        if (!NodeNames.IsValid(group) || uses > MaxUses || lifetimeOfToken < ShortestLifetime || lifetimeOfToken > LongestLifetime)
        {
            throw Failure.Of(StatusCode.InvalidArgument,
                "A join token has a group that is spelled like a name, 1 to 10,000 uses, and a lifetime from 1 min to 30 d.");
        }

        var audit = AuditEntries.Of(context, $"for group {group}", $"for {uses} uses");
        var token = await tokens.CreateAsync(group, uses, lifetimeOfToken, context.OperatorName(), context.CancellationToken, audit);
        AdminLog.JoinTokenMade(log, context.OperatorName(), token.Id, group, uses);
        return new CreateJoinTokenResponse
        {
            Token = token.Text,
            Expires = token.Expires.ToTimestamp(),
            Uses = token.Uses,
            Group = token.Group,
            Id = token.Id,
        };
    }

    /// <inheritdoc/>
    public override Task<RevokeNodeResponse> RevokeNode(RevokeNodeRequest request, ServerCallContext context) => calls.RevokeAsync(request.Name, context);

    /// <inheritdoc/>
    public override Task<RemoveNodeResponse> RemoveNode(RemoveNodeRequest request, ServerCallContext context) => calls.RemoveAsync(request.Name, context);

    /// <inheritdoc/>
    public override async Task<DrainNodeResponse> DrainNode(DrainNodeRequest request, ServerCallContext context)
    {
        await calls.DrainAsync(request.Name, drained: true, context);
        return new DrainNodeResponse();
    }

    /// <inheritdoc/>
    public override async Task<ResumeNodeResponse> ResumeNode(ResumeNodeRequest request, ServerCallContext context)
    {
        await calls.DrainAsync(request.Name, drained: false, context);
        return new ResumeNodeResponse();
    }

    /// <inheritdoc/>
    public override Task<MoveNodeResponse> MoveNode(MoveNodeRequest request, ServerCallContext context) => calls.MoveAsync(request.Name, request.Group, context);

    // Beats move "last seen" only, and are no news.
    private static bool SameFor(GetStatusResponse told, GetStatusResponse status)
    {
        var (one, other) = (told.Clone(), status.Clone());
        foreach (var edge in one.Edges.Concat(other.Edges))
        {
            edge.LastSeen = null;
        }

        return one.Equals(other);
    }

    private Node Message(NodeRecord node) => new()
    {
        Name = node.Name,
        Group = node.Group,
        Enrolled = node.Enrolled,
        CertificateExpires = node.NotAfter,
        CertificateSerial = node.Serial,
        JoinToken = node.JoinToken,
        Connected = live.IsConnected(node.Name),
        Version = live.Find(node.Name)?.Version ?? node.Version,
        Revoked = node.Revoked,
        Drained = node.Drained,
    };
}
