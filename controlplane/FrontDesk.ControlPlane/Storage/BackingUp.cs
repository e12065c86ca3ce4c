using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Storage;

/// <summary>
/// Copies a store while it is used: the history exactly at one head, and each record whole, as it is or newer. Indexes are not copied, for they
/// follow from the records.
/// </summary>
internal sealed class BackingUp(StoreConnection store, StoreKey key, RecordStore records, TimeProvider clock)
{
    private const int Tries = 5;

    // How many values are read at once, to bound memory.
    private const int AtOnce = 16;

    /// <summary>Writes the copy.</summary>
    /// <returns>The revision that it is a copy of.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<uint> WriteAsync(FileStream file, CancellationToken cancellationToken)
    {
        // A compaction may get in the way; the next try reads what it wrote.
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            file.SetLength(0);
            var raw = await store.ReadAsync(StoreNames.Head) ?? throw new StoreRefusedException("the store has no head, so there is nothing whole to copy");
            var head = RevisionLog.ParseHead(raw).Head;
            var header = new BackupHeader { Made = Timestamp.FromDateTimeOffset(clock.GetUtcNow()), Epoch = head.Epoch, Revision = head.Revision };
            try
            {
                await BackupFile.WriteAsync(file, header, key, EntriesAsync(raw, head.Revision, cancellationToken));
                await file.FlushAsync(cancellationToken);
                return head.Revision;
            }
            catch (CompactedException)
            {
                // Tried again from the start.
            }
        }

        throw new StoreUnavailableException("compactions got in the way of the backup again and again: try again");
    }

    private async IAsyncEnumerable<BackupEntry> EntriesAsync(
        byte[] head, uint last, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // 1. The keys first: a reader verifies with them.
        yield return Entry(StoreNames.Keys, await NeedAsync(StoreNames.Keys));

        // 2. The snapshot, where there is one.
        uint oldest = 1;
        if (await store.ReadAsync(StoreNames.Snapshot) is { } pointer)
        {
            var reference = SnapshotReference.Parse(pointer);
            if (reference.Header.Revision > last)
            {
                // It stands after the head that was read: the history has gone on by more than is kept.
                throw new CompactedException();
            }

            oldest = reference.Header.Revision + 1;
            foreach (var part in Parts.Keys(reference.Prefix, reference.Header.Parts))
            {
                yield return Entry(part, await NeedAsync(part));
            }

            var clean = reference.Pointer.Clone();
            clean.Garbage = null;
            yield return Entry(StoreNames.Snapshot, clean.ToByteArray());
        }

        // 3. The revisions after it.
        for (var revision = oldest; revision <= last; revision++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var raw = await NeedAsync(StoreNames.Revision(revision));
            var stored = StoredValue.Parse(StoredRevision.Parser, raw, StoreNames.Revision(revision));
            foreach (var part in Parts.Keys(StoreNames.RevisionParts(revision, stored.CommitId.Span), stored.Parts))
            {
                yield return Entry(part, await NeedAsync(part));
            }

            yield return Entry(StoreNames.Revision(revision), raw);
        }

        // 4. The records of all folders; those that expire are no part of a copy.
        foreach (var folder in await store.KeysAsync(StoreNames.Folder("")))
        {
            var names = (await records.VersionsAsync(folder[StoreNames.Folder("").Length..])).Keys;
            foreach (var some in names.Select(StoreNames.Record).Chunk(AtOnce))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var (name, value) in some.Zip(await store.ReadAsync(some)))
                {
                    if (value is not null)
                    {
                        yield return Entry(name, value);
                    }
                }
            }
        }

        // 5. The audit log, up to where it stands now.
        if (await store.ReadAsync(StoreNames.Audit) is { } audit)
        {
            var stands = StoredValue.Parse(StoredAuditHead.Parser, audit, StoreNames.Audit);
            for (var next = stands.First; next <= stands.Last; next += AtOnce)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string[] some = [.. Enumerable.Range(0, (int)Math.Min(AtOnce, stands.Last - next + 1)).Select(offset => StoreNames.AuditEntry(next + (ulong)offset))];
                foreach (var (name, value) in some.Zip(await store.ReadAsync(some)))
                {
                    if (value is not null)
                    {
                        yield return Entry(name, value);
                    }
                }
            }

            yield return Entry(StoreNames.Audit, audit);
        }

        yield return Entry(StoreNames.Head, head);
    }

    private async Task<byte[]> NeedAsync(string name) => await store.ReadAsync(name) ?? throw new CompactedException();

    private static BackupEntry Entry(string name, byte[] value) => new() { Key = name, Value = UnsafeByteOperations.UnsafeWrap(value) };

    private sealed class CompactedException : Exception;
}
