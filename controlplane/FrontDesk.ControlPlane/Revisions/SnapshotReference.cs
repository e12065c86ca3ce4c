using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>The pointer to a snapshot as it was read.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Header">Its header.</param>
/// <param name="Raw">Its bytes, which a change compares.</param>
internal sealed record SnapshotReference(SnapshotPointer Pointer, SnapshotHeader Header, byte[] Raw)
{
    /// <summary>Where in the history the snapshot stands.</summary>
    public DeskHead Head => new(Header.Epoch, Header.Revision, Header.Chain.ToByteArray());

    /// <summary>What the keys of its parts start with.</summary>
    public string Prefix => StoreNames.SnapshotParts(Header.Revision, Header.Id.Span);

    /// <summary>Reads a pointer's bytes.</summary>
    public static SnapshotReference Parse(byte[] raw)
    {
        var pointer = StoredValue.Parse(SnapshotPointer.Parser, raw, StoreNames.Snapshot);
        return new SnapshotReference(pointer, StoredValue.Parse(SnapshotHeader.Parser, pointer.Header.ToByteArray(), StoreNames.Snapshot), raw);
    }
}
