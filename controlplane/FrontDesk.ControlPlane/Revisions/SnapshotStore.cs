using System.Security.Cryptography;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>The snapshot in the store: the whole configuration at the revision after which revisions are kept.</summary>
internal sealed class SnapshotStore(StoreConnection store, StoreKey key)
{
    /// <summary>The newest whole snapshot; null where there is none yet.</summary>
    public async Task<SnapshotReference?> FindAsync() =>
        await store.ReadAsync(StoreNames.Snapshot) is { } raw ? SnapshotReference.Parse(raw) : null;

    /// <summary>Reads a snapshot and checks it; null where it is gone, as when a newer one took its place.</summary>
    /// <exception cref="StoreRefusedException">It is not one that a control plane with this store key wrote.</exception>
    public async Task<DeskState?> ReadAsync(SnapshotReference reference)
    {
        using var mac = key.Snapshot(reference.Pointer.Header.Span);
        var state = DeskState.Empty(reference.Head);
        await foreach (var part in Parts.ReadAsync(store, reference.Prefix, reference.Header.Parts))
        {
            if (part is null)
            {
                return null;
            }

            mac.Add(part);
            state = state.Follow([.. StoredValue.Parse(StoredResources.Parser, part, reference.Prefix).Resources.Select(resource => new Operation { Put = resource })], reference.Head);
        }

        return CryptographicOperations.FixedTimeEquals(mac.Finish(), reference.Pointer.Mac.Span) && state.Digest.Equals(ScopeDigest.From(reference.Header.Digest.Span))
            ? state.Settled()
            : throw new StoreRefusedException($"the snapshot at revision {reference.Header.Revision} was changed outside of Front Desk: restore the store from a backup");
    }

    /// <summary>
    /// Writes a snapshot: its parts, then the pointer, which from then on says what may be deleted. The old one stays the valid
    /// one until the very end.
    /// </summary>
    /// <returns>The new one; null where another control plane wrote one at the same time.</returns>
    public async Task<SnapshotReference?> WriteAsync(DeskState state, SnapshotReference? before)
    {
        var parts = Parts.Divide(state.Stored, resource => resource.CalculateSize());
        var header = new SnapshotHeader
        {
            Revision = state.Head.Revision,
            Epoch = state.Head.Epoch,
            Chain = ByteString.CopyFrom(state.Head.Chain),
            Digest = ByteString.CopyFrom(state.Digest.ToArray()),
            Id = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16)),
            Parts = (uint)parts.Count,
        };
        var pointer = new SnapshotPointer
        {
            Header = header.ToByteString(),
            Garbage = new Garbage
            {
                FirstRevision = (before?.Header.Revision ?? 0) + 1,
                LastRevision = header.Revision,
                Snapshot = before?.Header ?? new SnapshotHeader(),
            },
        };

        using var mac = key.Snapshot(pointer.Header.Span);
        var prefix = StoreNames.SnapshotParts(header.Revision, header.Id.Span);
        await Parts.WriteAsync(store, prefix, parts.Select(part => Authenticated(mac, part)));
        pointer.Mac = ByteString.CopyFrom(mac.Finish());

        var raw = pointer.ToByteArray();
        var transaction = store.Begin().Expect(StoreNames.Snapshot, before?.Raw);
        Parts.Keep(transaction, prefix, header.Parts);
        await transaction.Write(StoreNames.Snapshot, raw).ExecuteAsync();

        // Whatever the answer was, or if none came: the pointer tells whether this snapshot counts.
        return await FindAsync() is { } now && now.Raw.AsSpan().SequenceEqual(raw) ? now : null;
    }

    /// <summary>Deletes what a snapshot made superfluous, then notes that it is done. May be interrupted and done again.</summary>
    public async Task<SnapshotReference> DeleteGarbageAsync(SnapshotReference reference)
    {
        if (reference.Pointer.Garbage is not { } garbage)
        {
            return reference;
        }

        for (var revision = garbage.FirstRevision; revision <= garbage.LastRevision; revision++)
        {
            await DeleteRevisionAsync(revision);
        }

        var old = garbage.Snapshot;
        await store.DeleteAsync([.. Parts.Keys(StoreNames.SnapshotParts(old.Revision, old.Id.Span), old.Parts)]);

        var clean = reference.Pointer.Clone();
        clean.Garbage = null;
        var raw = clean.ToByteArray();
        await store.Begin().Expect(StoreNames.Snapshot, reference.Raw).Write(StoreNames.Snapshot, raw).ExecuteAsync();
        return SnapshotReference.Parse(raw);
    }

    // Its parts first: without the revision itself nobody would know their names.
    private async Task DeleteRevisionAsync(uint revision)
    {
        if (await store.ReadAsync(StoreNames.Revision(revision)) is { } raw)
        {
            var stored = StoredValue.Parse(StoredRevision.Parser, raw, StoreNames.Revision(revision));
            await store.DeleteAsync([.. Parts.Keys(StoreNames.RevisionParts(revision, stored.CommitId.Span), stored.Parts)]);
            await store.DeleteAsync([StoreNames.Revision(revision)]);
        }
    }

    private static byte[] Authenticated(Authentication mac, List<StoredResource> part)
    {
        var raw = new StoredResources { Resources = { part } }.ToByteArray();
        mac.Add(raw);
        return raw;
    }
}
