using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Reads what operators stream: a header, then batches, within the bounds.</summary>
internal static class ChangeReader
{
    /// <summary>Reads an Apply.</summary>
    public static async Task<(ChangeHeader Header, Proposal Proposal)> ReadAsync(
        IAsyncStreamReader<ApplyRequest> requests, CancellationToken cancellationToken)
    {
        var (put, delete) = (new List<Resource>(), new List<ResourceKey>());
        var header = (await FirstAsync(requests, cancellationToken)).Header ?? throw NoHeader();
        ChangeBounds.Check(header);
        long bytes = 0;
        while (await requests.MoveNext(cancellationToken))
        {
            var batch = requests.Current.Batch ?? throw SecondHeader();
            bytes += batch.CalculateSize();
            put.AddRange(batch.Put);
            delete.AddRange(batch.Delete);
            ChangeBounds.Check(bytes, put.Count + delete.Count);
        }

        return (header, new Proposal.Changes(put, delete));
    }

    /// <summary>Reads a Sync.</summary>
    public static async Task<(ChangeHeader Header, Proposal Proposal)> ReadAsync(
        IAsyncStreamReader<SyncRequest> requests, CancellationToken cancellationToken)
    {
        var header = (await FirstAsync(requests, cancellationToken)).Header ?? throw NoHeader();
        var change = header.Change ?? new ChangeHeader();
        ChangeBounds.Check(change);
        var put = await ResourcesAsync(requests, request => request.Batch, cancellationToken);
        return (change, new Proposal.Whole(put, header.Select));
    }

    /// <summary>Reads a Diff.</summary>
    public static async Task<(DiffHeader Header, IReadOnlyList<Resource> Resources)> ReadAsync(
        IAsyncStreamReader<DiffRequest> requests, CancellationToken cancellationToken)
    {
        var header = (await FirstAsync(requests, cancellationToken)).Header ?? throw NoHeader();
        return (header, await ResourcesAsync(requests, request => request.Batch, cancellationToken));
    }

    private static async Task<List<Resource>> ResourcesAsync<TRequest>(
        IAsyncStreamReader<TRequest> requests, Func<TRequest, ResourceBatch?> batchOf, CancellationToken cancellationToken)
    {
        var resources = new List<Resource>();
        long bytes = 0;
        while (await requests.MoveNext(cancellationToken))
        {
            var batch = batchOf(requests.Current) ?? throw SecondHeader();
            bytes += batch.CalculateSize();
            resources.AddRange(batch.Resources);
            ChangeBounds.Check(bytes, resources.Count);
        }

        return resources;
    }

    private static async Task<TRequest> FirstAsync<TRequest>(IAsyncStreamReader<TRequest> requests, CancellationToken cancellationToken) =>
        await requests.MoveNext(cancellationToken) ? requests.Current : throw NoHeader();

    private static RpcException NoHeader() => Failure.Of(StatusCode.InvalidArgument, "The first part of the call must be its header.");

    private static RpcException SecondHeader() => Failure.Of(StatusCode.InvalidArgument, "After its header, a call holds batches only.");
}
