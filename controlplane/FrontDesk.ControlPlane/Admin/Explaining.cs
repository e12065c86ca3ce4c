using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Routing.Explain;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Thinks requests through with the edges' own tables.</summary>
internal sealed class Explaining(Desk desk, TimeProvider clock)
{
    private const int MaxUrl = 16 * 1024;
    private const int MaxHeaders = 200;

    /// <summary>Says what an edge would do.</summary>
    public async Task<ExplainResponse> RunAsync(ExplainRequest request, CancellationToken cancellationToken)
    {
        if (request.Url.Length > MaxUrl || request.Headers.Count > MaxHeaders)
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"The URL may have {MaxUrl} characters, and there may be {MaxHeaders} headers.");
        }

        var state = await desk.GetAsync(request.Revision, cancellationToken);
        try
        {
            var scope = state.Scope(request.Group.Length > 0 ? request.Group : NodeNames.DefaultGroup);
            var response = Explainer.Explain(scope.Model, request, request.Time?.ToDateTimeOffset() ?? clock.GetUtcNow());
            response.Revision = state.Head.Revision;
            return response;
        }
        catch (FormatException malformed)
        {
            throw Failure.Of(StatusCode.InvalidArgument, malformed.Message);
        }
    }
}
