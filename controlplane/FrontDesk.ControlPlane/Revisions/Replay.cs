namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A stretch of history that was read and verified.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">The configuration at its end.</param>
/// <param name="Steps">Its revisions, in order.</param>
internal sealed record Replay(DeskHead Start, DeskState End, IReadOnlyList<ReplayStep> Steps);

/// <summary>One revision of a replay.</summary>
/// <param name="Info">What the history says of it.</param>
/// <param name="Changes">What it changed.</param>
internal sealed record ReplayStep(RevisionInfo Info, IReadOnlyList<EntryChange> Changes);
