using System.Security.Cryptography;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>
/// Writes the next revision: 1. parts, where it is large; 2. one transaction that compares the head and writes revision and head;
/// 3. where that got no answer, a look at what became of it.
/// </summary>
internal sealed class RevisionAppender(RevisionLog log, StoreConnection store, StoreKey key, TimeProvider clock)
{
    // How long an unanswered commit is looked into, and how often.
    private readonly TimeSpan _patience = 2 * store.Timeout;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Appends a revision after the head.</summary>
    /// <param name="head">The head as it was read; any other one by now means that somebody was first.</param>
    /// <param name="revision">The revision; its commit id and operations are set here.</param>
    /// <param name="operations">Its operations.</param>
    /// <param name="guards">What else must still stand as it was read.</param>
    /// <param name="audit">Entries for the audit log that are to come with it; null: none.</param>
    /// <returns>The new head; null where somebody else was first, or a guard did not hold, and nothing was written.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was written, and nothing will be.</exception>
    /// <exception cref="OutcomeUnknownException">Whether it was written could not be found out in time.</exception>
    public async Task<LogHead?> AppendAsync(LogHead head, StoredRevision revision, IReadOnlyList<Operation> operations, IReadOnlyList<StoreGuard> guards, AuditAppend? audit = null)
    {
        revision.CommitId = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16));
        var parts = Parts.Divide(operations, operation => operation.CalculateSize());
        if (parts.Count > 1)
        {
            revision.Parts = (uint)parts.Count;
        }
        else
        {
            revision.Operations.AddRange(operations);
        }

        // 1.
        var raw = revision.ToByteArray();
        var prefix = StoreNames.RevisionParts(revision.Revision, revision.CommitId.Span);
        using var chain = key.Chain(head.Head.Chain).Add(raw);
        if (revision.Parts > 0)
        {
            await Parts.WriteAsync(store, prefix, parts.Select(part => Chained(chain, part)));
        }

        // 2.
        var newHead = Write(new DeskHead(revision.Epoch, revision.Revision, chain.Finish()), fence: []);
        var transaction = store.Begin().Expect(StoreNames.Head, head.Raw).Expect(StoreNames.Revision(revision.Revision), null);
        foreach (var guard in guards)
        {
            transaction.Expect(guard.Key, guard.Value);
        }

        audit?.AddTo(transaction);
        Parts.Keep(transaction, prefix, revision.Parts);
        transaction.Write(StoreNames.Revision(revision.Revision), raw).Write(StoreNames.Head, newHead.Raw);
        return await transaction.ExecuteAsync() switch
        {
            TransactionOutcome.Done => newHead,
            TransactionOutcome.Refused => null,
            _ => await FindOutAsync(head, revision) ? newHead : null,
        };
    }

    // 3. True: it was written. False: somebody else was first.
    private async Task<bool> FindOutAsync(LogHead before, StoredRevision revision)
    {
        for (var started = clock.GetTimestamp(); clock.GetElapsedTime(started) < _patience; await Task.Delay(Pause, clock))
        {
            switch (await LookAsync(before, revision))
            {
                case Fate.Written:
                    return true;
                case Fate.Overtaken:
                    return false;
                case Fate.Prevented:
                    throw new StoreUnavailableException("the store went away in the middle of a commit; nothing was changed");
            }
        }

        throw new OutcomeUnknownException(
            "the store went away in the middle of a commit, and whether it was stored is unknown: try again with the same idempotency key, or look at the history");
    }

    private async Task<Fate> LookAsync(LogHead before, StoredRevision revision)
    {
        try
        {
            // The head is read first: what is not there after the head moved will never be.
            var head = await log.ReadHeadAsync();
            if (await log.ReadCommitIdAsync(revision.Revision) is { } made)
            {
                return revision.CommitId.Span.SequenceEqual(made) ? Fate.Written : Fate.Overtaken;
            }

            // A head beyond it and no revision: compacted away in the meantime. No head: somebody emptied the store.
            if (head is null || head.Head.Revision >= revision.Revision)
            {
                return Fate.Undecided;
            }

            return !head.Raw.AsSpan().SequenceEqual(before.Raw) || await FenceAsync(head) ? Fate.Prevented : Fate.Undecided;
        }
        catch (StoreUnavailableException)
        {
            return Fate.Undecided;
        }
    }

    // While the head stays as it was, the unanswered transaction may still arrive: bytes on their way are not lost with the
    // connection. With another head it can no longer succeed.
    private async Task<bool> FenceAsync(LogHead head)
    {
        var fenced = Write(head.Head, RandomNumberGenerator.GetBytes(16));
        return await store.Begin().Expect(StoreNames.Head, head.Raw).Write(StoreNames.Head, fenced.Raw).ExecuteAsync() == TransactionOutcome.Done;
    }

    private static LogHead Write(DeskHead head, byte[] fence) => new(head, new StoredHead
    {
        Schema = StoreKey.Schema,
        Epoch = head.Epoch,
        Revision = head.Revision,
        Chain = ByteString.CopyFrom(head.Chain),
        Fence = ByteString.CopyFrom(fence),
    }.ToByteArray());

    private static byte[] Chained(Authentication chain, List<Operation> part)
    {
        var raw = new StoredOperations { Operations = { part } }.ToByteArray();
        chain.Add(raw);
        return raw;
    }

    private enum Fate
    {
        Undecided,
        Written,
        Overtaken,
        Prevented,
    }
}
