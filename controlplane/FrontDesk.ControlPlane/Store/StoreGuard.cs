namespace FrontDesk.ControlPlane.Store;

/// <summary>A value that must still stand in the store for a write to happen: what the writer decided by.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its bytes.</param>
internal sealed record StoreGuard(string Key, byte[] Value);
