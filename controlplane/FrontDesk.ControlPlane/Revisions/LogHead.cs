namespace FrontDesk.ControlPlane.Revisions;

/// <summary>The head as it was read.</summary>
/// <param name="Head">What it says.</param>
/// <param name="Raw">Its bytes, which a commit compares.</param>
internal sealed record LogHead(DeskHead Head, byte[] Raw);
