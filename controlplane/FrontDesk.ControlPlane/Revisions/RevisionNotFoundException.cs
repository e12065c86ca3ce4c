namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A revision that is not in the history: not yet, or compacted away.</summary>
internal sealed class RevisionNotFoundException(uint revision, uint oldest, uint newest)
    : Exception($"revision {revision} is not in the history, which holds revisions {oldest} to {newest}")
{
    /// <summary>The revision asked for.</summary>
    public uint Revision { get; } = revision;
}
