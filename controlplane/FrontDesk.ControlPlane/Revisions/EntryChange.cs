using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>What happened to one resource.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">What it was; null: it is new.</param>
/// <param name="After">What it is; null: it is gone.</param>
internal readonly record struct EntryChange(Kind Kind, string Name, DeskEntry? Before, DeskEntry? After);
