namespace FrontDesk.ControlPlane.Store;

/// <summary>The store went away while it was told to write, and whether it did could not be found out in time.</summary>
internal sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);
