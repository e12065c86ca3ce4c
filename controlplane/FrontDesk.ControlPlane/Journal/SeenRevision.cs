using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Journal;

/// <summary>A revision that was seen.</summary>
/// <param name="Head">Where it leads.</param>
/// <param name="Operations">What it changed.</param>
internal sealed record SeenRevision(DeskHead Head, IReadOnlyList<Operation> Operations);
