using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Certificates;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Routing.Secrets;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Makes a change: drafts it on the head, answers what is wrong, or commits it and answers what it did.</summary>
internal sealed class Changing(
    Desk desk,
    Drafting drafting,
    PairIntake intake,
    InternalIssuing issuing,
    FleetView fleet,
    OldEdges oldEdges,
    ControlPlaneMeter meter,
    ILogger<Changing> log)
{
    // Each attempt means that another operator's change came first.
    private const int Attempts = 10;

    /// <summary>Makes the change and writes the whole answer.</summary>
    public async Task RunAsync(
        Proposal proposal, ChangeHeader header, uint rollbackTo, IServerStreamWriter<ChangeResponse> responses, ServerCallContext call)
    {
        var answer = new ChangeAnswer(responses, call.CancellationToken);
        var request = header.IdempotencyKey.Length > 0 ? RequestDigest.Of(proposal, header, rollbackTo) : [];
        if (header.IdempotencyKey.Length > 0 && desk.FindEarlier(header.IdempotencyKey, request) is { } earlier)
        {
            await RepeatAsync(earlier, answer, call.CancellationToken);
            return;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // 1. On the head, which has to be the expected one where one is expected.
            var state = desk.Current;
            if (header.HasExpectedRevision && header.ExpectedRevision != state.Head.Revision)
            {
                throw Failure.Conflict(state.Head.Revision,
                    $"The head is revision {state.Head.Revision}, not {header.ExpectedRevision} as expected. Look at the difference, then try again.");
            }

            // 2. What it does and what is wrong with it.
            var draft = await drafting.DraftAsync(state, proposal, !header.NoDefaults && rollbackTo == 0, call.CancellationToken);
            if (!draft.IsRejected)
            {
                var (tooOld, behind) = await oldEdges.FindAsync(draft.Operations, header.AllowBehind, call.CancellationToken);
                draft = draft with { Problems = [.. draft.Problems, .. tooOld], Behind = behind };
            }

            if (draft.IsRejected)
            {
                await answer.WriteAsync(draft.Problems);
                throw Failure.Of(StatusCode.InvalidArgument, ErrorReason.Rejected, "The configuration has problems; nothing was changed.");
            }

            // 3. Done, where nothing differs or nothing shall be done.
            if (header.DryRun || draft.Operations.Count == 0)
            {
                await answer.WriteAsync(draft.Problems);
                await answer.WriteAsync(draft.Differences);
                await answer.WriteAsync(await ResultAsync(draft, state.Head.Revision, committed: false, call.CancellationToken));
                return;
            }

            // 4. The keys first, then the change that refers to them.
            if (await CommitAsync(draft, header, request, rollbackTo, call) is { } outcome)
            {
                await AnswerAsync(outcome, draft, answer, call);
                return;
            }
        }

        throw Failure.Conflict(desk.Current.Head.Revision, "Other changes came first, again and again. Try again.");
    }

    // Null: another change came first.
    private async Task<CommitOutcome?> CommitAsync(Draft draft, ChangeHeader header, byte[] request, uint rollbackTo, ServerCallContext call)
    {
        foreach (var pair in draft.Pairs)
        {
            if (await intake.StoreAsync(pair, call.CancellationToken) != pair.Version)
            {
                return null;
            }
        }

        await issuing.IssueFirstAsync(draft.Operations, call.CancellationToken);
        var outcome = await desk.CommitAsync(
            new Commit
            {
                Operations = draft.Operations,
                ExpectedHead = draft.Base.Head.Revision,
                Author = call.OperatorName(),
                Message = header.Message,
                IdempotencyKey = header.IdempotencyKey,
                RequestDigest = request,
                RollbackTo = rollbackTo,
                Needs = SecretsOf(draft.Operations),
                Prepared = draft.After,
                Audit = AuditEntries.Of(call, draft.Differences.Select(Said)),
            },
            call.CancellationToken);
        if (outcome is CommitOutcome.RecordMissing)
        {
            // A key was deleted as unused since it was looked at: the next attempt stores it again, or says by name that it is not there.
            await intake.RefreshAsync();
            return null;
        }

        return outcome switch
        {
            CommitOutcome.Conflict conflict when header.HasExpectedRevision => throw Failure.Conflict(conflict.Head,
                $"Another change came first: the head is revision {conflict.Head} now. Look at the difference, then try again."),
            CommitOutcome.Conflict => null,
            _ => outcome,
        };
    }

    private static string Said(Difference difference) => $"{difference.Kind.ToString().ToLowerInvariant()}/{difference.Name} {Past(difference.Action)}";

    private static string Past(Config.V1.Action action) => action switch
    {
        Config.V1.Action.Add => "added",
        Config.V1.Action.Delete => "deleted",
        _ => "changed",
    };

    private static List<string> SecretsOf(IEnumerable<Operation> operations) =>
    [
        .. operations
            .Where(operation => operation.Put is { } put && SecretUse.NameOf(put.Kind, put.Name) is not null)
            .Select(operation => SecretUse.Of(Stored.Read(operation.Put)))
            .Where(use => use is { Version: > 0 })
            .Select(use => SecretStore.RecordOf(use!.Secret)),
    ];

    private async Task AnswerAsync(CommitOutcome outcome, Draft draft, ChangeAnswer answer, ServerCallContext call)
    {
        if (outcome is not CommitOutcome.Committed committed)
        {
            await RepeatAsync(outcome, answer, call.CancellationToken);
            return;
        }

        // Who is connected is asked at once: those are the edges that the caller may wait for.
        var revision = committed.State.Head.Revision;
        var result = await ResultAsync(draft, revision, committed: true, call.CancellationToken);
        meter.Committed();
        AdminLog.Committed(log, call.OperatorName(), revision, (int)result.Added, (int)result.Changed, (int)result.Deleted);
        await answer.WriteAsync(draft.Problems);
        await answer.WriteAsync(draft.Differences);
        await answer.WriteAsync(result);
    }

    private async Task<ChangeResult> ResultAsync(Draft draft, uint revision, bool committed, CancellationToken cancellationToken)
    {
        var result = new ChangeResult
        {
            Revision = revision,
            Base = draft.Base.Head.Revision,
            Committed = committed,
            Added = (uint)draft.Count(Config.V1.Action.Add),
            Changed = (uint)draft.Count(Config.V1.Action.Change),
            Deleted = (uint)draft.Count(Config.V1.Action.Delete),
        };
        await AddEdgesAsync(result, draft.Operations.Count == 0 ? new HashSet<string>() : draft.Groups, draft.After, draft.Behind, cancellationToken);
        return result;
    }

    private async Task RepeatAsync(CommitOutcome outcome, ChangeAnswer answer, CancellationToken cancellationToken)
    {
        if (outcome is CommitOutcome.KeyReused reused)
        {
            throw Failure.Of(StatusCode.FailedPrecondition, ErrorReason.KeyReused,
                $"The idempotency key of this change made revision {reused.Revision.Revision} before, from another request; nothing was changed. Give each change a key of its own.");
        }

        var earlier = ((CommitOutcome.Repeated)outcome).Revision;
        var change = await desk.ReadAsync(earlier.Revision, cancellationToken);
        var before = await desk.AtAsync(earlier.Revision - 1, cancellationToken);
        var differences = Drafting.DifferencesOf(change.Operations, before);
        var result = new ChangeResult
        {
            Revision = earlier.Revision,
            Base = earlier.Revision - 1,
            Committed = true,
            Repeated = true,
            Added = (uint)differences.Count(difference => difference.Action == Config.V1.Action.Add),
            Changed = (uint)differences.Count(difference => difference.Action == Config.V1.Action.Change),
            Deleted = (uint)differences.Count(difference => difference.Action == Config.V1.Action.Delete),
        };
        var (_, behind) = await oldEdges.FindAsync(change.Operations, allowed: true, cancellationToken);
        await AddEdgesAsync(result, Drafting.GroupsOf(change.Operations, before), before, behind, cancellationToken);
        await answer.WriteAsync(differences);
        await answer.WriteAsync(result);
    }

    private async Task AddEdgesAsync(
        ChangeResult result, IReadOnlySet<string>? groups, DeskState state, IReadOnlySet<string> tooOld, CancellationToken cancellationToken)
    {
        // Also those that an earlier change left behind: no answer is to be expected of them.
        var all = await fleet.EdgesOfAsync(groups, cancellationToken);
        var behind = all.Where(edge => edge.Held || tooOld.Contains(edge.Name)).Select(edge => edge.Name).ToHashSet(StringComparer.Ordinal);
        var edges = all.Where(edge => !behind.Contains(edge.Name)).ToArray();
        result.Behind.Add(behind.Order(StringComparer.Ordinal));
        result.Groups.Add((groups ?? state.Groups.Concat(edges.Select(edge => edge.Group))).Distinct().Order(StringComparer.Ordinal));
        result.Connected.Add(edges.Where(edge => edge.State != EdgeState.Offline).Select(edge => edge.Name));
        result.Absent.Add(edges.Where(edge => edge.State == EdgeState.Offline).Select(edge => edge.Name));
    }
}
