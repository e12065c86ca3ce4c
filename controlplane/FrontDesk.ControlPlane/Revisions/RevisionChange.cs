using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A revision and what it changed.</summary>
/// <param name="Info">What the history says of it.</param>
/// <param name="Operations">Its operations.</param>
internal sealed record RevisionChange(RevisionInfo Info, IReadOnlyList<Operation> Operations);
