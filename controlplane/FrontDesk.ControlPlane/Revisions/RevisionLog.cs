using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>The revisions in the store: reads them, chained, and tells what the head is. <see cref="RevisionAppender"/> writes them.</summary>
internal sealed class RevisionLog(StoreConnection store, StoreKey key)
{
    // How many revisions are read at once.
    private const int AtOnce = 16;

    /// <summary>The head; null where the store has none.</summary>
    /// <exception cref="StoreRefusedException">It was written by a newer version.</exception>
    public async Task<LogHead?> ReadHeadAsync() => await store.ReadAsync(StoreNames.Head) is { } raw ? ParseHead(raw) : null;

    /// <summary>Reads a head's bytes.</summary>
    public static LogHead ParseHead(byte[] raw)
    {
        var head = StoredValue.Parse(StoredHead.Parser, raw, StoreNames.Head);
        return head.Schema == StoreKey.Schema
            ? new LogHead(new DeskHead(head.Epoch, head.Revision, head.Chain.ToByteArray()), raw)
            : throw new StoreRefusedException($"the store's format is {head.Schema}, and this version of the control plane knows {StoreKey.Schema}: start the version that wrote it");
    }

    /// <summary>Whether a revision is there, and which commit made it: its id; null where it is not there.</summary>
    public async Task<byte[]?> ReadCommitIdAsync(uint revision) =>
        await store.ReadAsync(StoreNames.Revision(revision)) is { } raw
            ? StoredValue.Parse(StoredRevision.Parser, raw, StoreNames.Revision(revision)).CommitId.ToByteArray()
            : null;

    /// <summary>
    /// The revisions after a place in the history up to and with another one, in order. Ends early where one is missing, as when it
    /// was compacted away. The chain that comes out is right only if it is the one that is expected at the end: the caller compares.
    /// </summary>
    public async IAsyncEnumerable<LogEntry> ReadAsync(DeskHead after, uint last)
    {
        var chain = after.Chain;
        for (var next = after.Revision + 1; next <= last; next += AtOnce)
        {
            var count = (int)Math.Min(AtOnce, last - next + 1);
            var names = Enumerable.Range(0, count).Select(offset => StoreNames.Revision(next + (uint)offset)).ToList();
            foreach (var (raw, name) in (await store.ReadAsync(names)).Zip(names))
            {
                if (raw is null || await CompleteAsync(raw, name, chain) is not { } entry)
                {
                    yield break;
                }

                chain = entry.Chain;
                yield return entry;
            }
        }
    }

    private async Task<LogEntry?> CompleteAsync(byte[] raw, string name, byte[] chain)
    {
        var stored = StoredValue.Parse(StoredRevision.Parser, raw, name);
        using var next = key.Chain(chain).Add(raw);
        if (stored.Parts == 0)
        {
            return new LogEntry(stored, stored.Operations, next.Finish());
        }

        var operations = new List<Operation>();
        var prefix = StoreNames.RevisionParts(stored.Revision, stored.CommitId.Span);
        await foreach (var part in Parts.ReadAsync(store, prefix, stored.Parts))
        {
            if (part is null)
            {
                return null;
            }

            next.Add(part);
            operations.AddRange(StoredValue.Parse(StoredOperations.Parser, part, prefix).Operations);
        }

        return new LogEntry(stored, operations, next.Finish());
    }
}
