using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Finds the state that a call asks for.</summary>
internal static class States
{
    /// <summary>The state at a revision; 0 means the head.</summary>
    /// <exception cref="RevisionNotFoundException">The revision is not in the history.</exception>
    public static ValueTask<DeskState> GetAsync(this Desk desk, uint revision, CancellationToken cancellationToken)
    {
        var current = desk.Current;
        return revision == 0 || revision == current.Head.Revision
            ? ValueTask.FromResult(current)
            : new ValueTask<DeskState>(desk.AtAsync(revision, cancellationToken));
    }
}
