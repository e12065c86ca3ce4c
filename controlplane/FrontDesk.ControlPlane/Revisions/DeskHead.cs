namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A place in the history.</summary>
/// <param name="Epoch">The history's number, from 1.</param>
/// <param name="Revision">The newest revision there; 0 before the first.</param>
/// <param name="Chain">The chain up to it: 32 bytes, HMAC(store key, chain before ‖ stored bytes of the revision).</param>
internal sealed record DeskHead(uint Epoch, uint Revision, byte[] Chain)
{
    /// <summary>Equal when all three are, the chain byte by byte.</summary>
    public bool Equals(DeskHead? other) =>
        other is not null && Epoch == other.Epoch && Revision == other.Revision && Chain.AsSpan().SequenceEqual(other.Chain);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, Revision);
}
