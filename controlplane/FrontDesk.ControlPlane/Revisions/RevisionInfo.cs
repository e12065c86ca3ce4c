using FrontDesk.Routing.Snapshots;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>What the history says of a revision.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Time">When.</param>
/// <param name="Message">Why.</param>
/// <param name="Digest">The digest of the whole configuration at it.</param>
/// <param name="Chain">The chain up to it: 32 bytes.</param>
/// <param name="Put">How many resources it put.</param>
/// <param name="Deleted">How many it removed.</param>
/// <param name="RollbackTo">The revision it went back to; 0 where it is no rollback.</param>
/// <param name="IdempotencyKey">The key it was made with; may be empty.</param>
/// <param name="Epoch">The epoch it was made in.</param>
/// <param name="Request">A keyed hash of what was asked for; empty where that is not known.</param>
internal sealed record RevisionInfo(
    uint Revision,
    string Author,
    DateTimeOffset Time,
    string Message,
    ScopeDigest Digest,
    byte[] Chain,
    uint Put,
    uint Deleted,
    uint RollbackTo,
    string IdempotencyKey,
    uint Epoch,
    byte[] Request);
