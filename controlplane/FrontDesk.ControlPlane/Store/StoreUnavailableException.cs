namespace FrontDesk.ControlPlane.Store;

/// <summary>The store cannot be reached, or does not write; nothing was changed. A retry may help.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
