namespace FrontDesk.ControlPlane.Store;

/// <summary>Somebody else does this work now; nothing was written.</summary>
internal sealed class LeaseLostException(string key) : Exception($"the lease {key} was lost; nothing was written");
