using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A configuration, and the guard that lets a write happen only while it is the newest one.</summary>
/// <param name="State">The configuration.</param>
/// <param name="Guard">The head as it stood in the store.</param>
internal sealed record HeldState(DeskState State, StoreGuard Guard);
