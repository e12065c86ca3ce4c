using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>The operators' calls about configuration: each reads its request here and is done by a class of its own.</summary>
internal sealed class ConfigurationRpc(
    Desk desk, Changing changing, Comparing comparing, Reading reading, HistoryReading history, Explaining explaining)
    : FrontDesk.Admin.V1.Configuration.ConfigurationBase
{
    /// <inheritdoc/>
    public override async Task Apply(
        IAsyncStreamReader<ApplyRequest> requestStream, IServerStreamWriter<ChangeResponse> responseStream, ServerCallContext context)
    {
        var (header, proposal) = await ChangeReader.ReadAsync(requestStream, context.CancellationToken);
        Permit(header, context);
        await changing.RunAsync(proposal, header, rollbackTo: 0, responseStream, context);
    }

    /// <inheritdoc/>
    public override async Task Sync(
        IAsyncStreamReader<SyncRequest> requestStream, IServerStreamWriter<ChangeResponse> responseStream, ServerCallContext context)
    {
        var (header, proposal) = await ChangeReader.ReadAsync(requestStream, context.CancellationToken);
        Permit(header, context);
        await changing.RunAsync(proposal, header, rollbackTo: 0, responseStream, context);
    }

    /// <inheritdoc/>
    public override async Task Rollback(
        RollbackRequest request, IServerStreamWriter<ChangeResponse> responseStream, ServerCallContext context)
    {
        var header = request.Change?.Clone() ?? new ChangeHeader();
        ChangeBounds.Check(header);
        Permit(header, context);
        if (request.Revision == 0)
        {
            throw Failure.Of(StatusCode.InvalidArgument, "Name the revision to go back to.");
        }

        header.Message = header.Message.Length > 0 ? header.Message : $"rollback to revision {request.Revision}";
        var then = await desk.AtAsync(request.Revision, context.CancellationToken);
        await changing.RunAsync(new Proposal.Back(then), header, request.Revision, responseStream, context);
    }

    /// <inheritdoc/>
    public override Task Diff(
        IAsyncStreamReader<DiffRequest> requestStream, IServerStreamWriter<DiffResponse> responseStream, ServerCallContext context) =>
        comparing.RunAsync(requestStream, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<GetResponse> Get(GetRequest request, ServerCallContext context) => reading.GetAsync(request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ListResponse> List(ListRequest request, ServerCallContext context) => reading.ListAsync(request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task Export(ExportRequest request, IServerStreamWriter<ExportResponse> responseStream, ServerCallContext context) =>
        reading.ExportAsync(request, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<HistoryResponse> History(HistoryRequest request, ServerCallContext context) =>
        history.ListAsync(request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task Show(ShowRequest request, IServerStreamWriter<ShowResponse> responseStream, ServerCallContext context) =>
        history.ShowAsync(request, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ExplainResponse> Explain(ExplainRequest request, ServerCallContext context) =>
        explaining.RunAsync(request, context.CancellationToken);

    // Anyone who may look may try a change; only one that is made wants more.
    private static void Permit(ChangeHeader header, ServerCallContext context)
    {
        if (!header.DryRun)
        {
            Permissions.RequireToChange(context);
        }
    }
}
