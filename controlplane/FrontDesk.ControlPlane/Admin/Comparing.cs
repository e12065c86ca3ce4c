using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Says how two revisions differ, or a revision and what an operator has.</summary>
internal sealed class Comparing(Desk desk, Drafting drafting)
{
    /// <summary>Reads what is compared and writes the differences.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<DiffRequest> requests, IServerStreamWriter<DiffResponse> responses, CancellationToken cancellationToken)
    {
        var (header, resources) = await ChangeReader.ReadAsync(requests, cancellationToken);
        var from = await desk.GetAsync(header.From, cancellationToken);
        if (header.HasTo)
        {
            var to = await desk.GetAsync(header.To, cancellationToken);
            await WriteAsync(Drafting.DifferencesOf(Between(from, to, header.Select), from), responses, cancellationToken);
            return;
        }

        Proposal proposal = header.Keep ? new Proposal.Changes(resources, []) : new Proposal.Whole(resources, header.Select);
        var draft = await drafting.DraftAsync(from, proposal, defaults: true, cancellationToken);
        foreach (var batch in Batches.Of(draft.Problems))
        {
            await responses.WriteAsync(new DiffResponse { Problems = { batch } }, cancellationToken);
        }

        if (draft.IsRejected)
        {
            throw Failure.Of(StatusCode.InvalidArgument, ErrorReason.Rejected, "The configuration has problems.");
        }

        await WriteAsync(draft.Differences, responses, cancellationToken);
    }

    private static SortedSet<Operation> Between(DeskState from, DeskState to, IReadOnlyDictionary<string, string> select)
    {
        var operations = new SortedSet<Operation>(Comparer<Operation>.Create((one, other) => SlotOf(one).CompareTo(SlotOf(other))));
        foreach (var stored in to.Stored)
        {
            if ((!from.TryGetStored(stored.Kind, stored.Name, out var before) || before.Resource != stored.Resource) && IsSelected(stored))
            {
                operations.Add(new Operation { Put = stored });
            }
        }

        foreach (var stored in from.Stored)
        {
            if (!to.TryGetStored(stored.Kind, stored.Name, out _) && IsSelected(stored))
            {
                operations.Add(new Operation { Delete = Slot.Of(stored).ToKey() });
            }
        }

        return operations;

        bool IsSelected(StoredResource stored) => select.Count == 0 || Stored.Carries(Stored.Read(stored), select);
        static Slot SlotOf(Operation operation) => operation.Put is { } put ? Slot.Of(put) : Slot.Of(operation.Delete);
    }

    private static async Task WriteAsync(
        IEnumerable<Difference> differences, IServerStreamWriter<DiffResponse> responses, CancellationToken cancellationToken)
    {
        foreach (var batch in Batches.Of(differences))
        {
            await responses.WriteAsync(new DiffResponse { Differences = { batch } }, cancellationToken);
        }
    }
}
