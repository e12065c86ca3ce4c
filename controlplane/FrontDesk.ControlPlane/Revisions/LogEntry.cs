using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Store.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A revision as it was read from the store.</summary>
/// <param name="Stored">The revision; its operations may be elsewhere.</param>
/// <param name="Operations">Its operations, all of them.</param>
/// <param name="Chain">The chain up to it: 32 bytes.</param>
internal sealed record LogEntry(StoredRevision Stored, IReadOnlyList<Operation> Operations, byte[] Chain)
{
    /// <summary>Where in the history it leads.</summary>
    public DeskHead Head => new(Stored.Epoch, Stored.Revision, Chain);

    /// <summary>What the history says of it.</summary>
    public RevisionInfo Info => new(
        Stored.Revision,
        Stored.Author,
        Stored.Time.ToDateTimeOffset(),
        Stored.Message,
        ScopeDigest.From(Stored.Digest.Span),
        Chain,
        Stored.Put,
        Stored.Deleted,
        Stored.RollbackTo,
        Stored.IdempotencyKey,
        Stored.Epoch,
        Stored.Request.ToByteArray());
}
