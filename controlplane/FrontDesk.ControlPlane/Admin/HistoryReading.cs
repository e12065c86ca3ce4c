using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Reads revisions.</summary>
internal sealed class HistoryReading(Desk desk)
{
    private const int DefaultPage = 50;
    private const int MaxPage = 1000;

    /// <summary>A page of revisions, newest first.</summary>
    public async Task<HistoryResponse> ListAsync(HistoryRequest request, CancellationToken cancellationToken)
    {
        var size = request.PageSize == 0 ? DefaultPage : (int)Math.Min(request.PageSize, MaxPage);
        uint before = 0;
        if (request.PageToken.Length > 0 && !uint.TryParse(request.PageToken, CultureInfo.InvariantCulture, out before))
        {
            throw Failure.Of(StatusCode.InvalidArgument, "The page token is none that was given out.");
        }

        var response = new HistoryResponse();
        while (await desk.HistoryAsync(before, size, cancellationToken) is { Count: > 0 } revisions)
        {
            foreach (var revision in revisions)
            {
                if (response.Revisions.Count == size)
                {
                    response.NextPageToken = before.ToString(CultureInfo.InvariantCulture);
                    return response;
                }

                before = revision.Revision;
                if (request.Resource is null || await ChangesAsync(revision.Revision, Slot.Of(request.Resource), cancellationToken))
                {
                    response.Revisions.Add(Message(revision));
                }
            }

            // Before the first there is none, and 0 would mean the head again.
            if (before <= 1)
            {
                break;
            }
        }

        return response;
    }

    /// <summary>One revision and what it changed.</summary>
    public async Task ShowAsync(ShowRequest request, IServerStreamWriter<ShowResponse> responses, CancellationToken cancellationToken)
    {
        var number = request.Revision == 0 ? desk.Current.Head.Revision : request.Revision;
        if (number == 0)
        {
            throw Failure.Of(StatusCode.OutOfRange, ErrorReason.RevisionNotFound, "There is no revision yet. The first apply makes one.");
        }

        var change = await desk.ReadAsync(number, cancellationToken);
        var before = await desk.AtAsync(number - 1, cancellationToken);
        await responses.WriteAsync(new ShowResponse { Revision = Message(change.Info) }, cancellationToken);
        foreach (var batch in Batches.Of(Drafting.DifferencesOf(change.Operations, before)))
        {
            await responses.WriteAsync(new ShowResponse { Differences = { batch } }, cancellationToken);
        }
    }

    private async Task<bool> ChangesAsync(uint revision, Slot slot, CancellationToken cancellationToken)
    {
        var change = await desk.ReadAsync(revision, cancellationToken);
        return change.Operations.Any(operation => slot == (operation.Put is { } put ? Slot.Of(put) : Slot.Of(operation.Delete)));
    }

    private static Revision Message(RevisionInfo info) => new()
    {
        Revision_ = info.Revision,
        Author = info.Author,
        Time = Timestamp.FromDateTimeOffset(info.Time),
        Message = info.Message,
        Digest = info.Digest.ToString(),
        Chain = Convert.ToHexStringLower(info.Chain),
        Put = info.Put,
        Deleted = info.Deleted,
        RollbackTo = info.RollbackTo,
    };
}
