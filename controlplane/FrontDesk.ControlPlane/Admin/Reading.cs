using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Reads resources at a revision.</summary>
internal sealed class Reading(Desk desk)
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;

    /// <summary>One resource.</summary>
    public async Task<GetResponse> GetAsync(GetRequest request, CancellationToken cancellationToken)
    {
        var key = request.Key ?? new ResourceKey();
        var state = await desk.GetAsync(request.Revision, cancellationToken);
        return state.TryGet(key.Kind, key.Name, out var resource)
            ? new GetResponse { Resource = resource, Revision = state.Head.Revision }
            : throw Failure.Of(StatusCode.NotFound, ErrorReason.ResourceNotFound,
                $"There is no {key.Kind.ToString().ToLowerInvariant()} named {key.Name} at revision {state.Head.Revision}.");
    }

    /// <summary>A page of resources.</summary>
    public async Task<ListResponse> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        var token = PageToken.Parse(request.PageToken);
        var state = await desk.GetAsync(token?.Revision ?? request.Revision, cancellationToken);
        var size = request.PageSize == 0 ? DefaultPage : (int)Math.Min(request.PageSize, MaxPage);
        var page = Select(state, request.Kind, request.Select)
            .Where(stored => token is null || Slot.Of(stored).CompareTo(token.Value.After) > 0)
            .OrderBy(Slot.Of)
            .Take(size + 1)
            .ToList();
        var response = new ListResponse { Revision = state.Head.Revision };
        response.Resources.Add(page.Take(size).Select(Stored.Read));
        if (page.Count > size)
        {
            response.NextPageToken = new PageToken(state.Head.Revision, Slot.Of(page[size - 1])).ToString();
        }

        return response;
    }

    /// <summary>All resources.</summary>
    public async Task ExportAsync(
        ExportRequest request, IServerStreamWriter<ExportResponse> responses, CancellationToken cancellationToken)
    {
        var state = await desk.GetAsync(request.Revision, cancellationToken);
        var resources = Select(state, Kind.Unspecified, request.Select).OrderBy(Slot.Of).Select(Stored.Read);
        foreach (var batch in Batches.Of(resources))
        {
            await responses.WriteAsync(new ExportResponse { Resources = { batch }, Revision = state.Head.Revision }, cancellationToken);
        }
    }

    private static IEnumerable<StoredResource> Select(DeskState state, Kind kind, IReadOnlyDictionary<string, string> labels) => state.Stored
        .Where(stored => kind == Kind.Unspecified || stored.Kind == kind)
        .Where(stored => labels.Count == 0 || Stored.Carries(Stored.Read(stored), labels));
}
