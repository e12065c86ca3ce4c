namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// The store is there, but this control plane must not use it: another master key, an evicting Redis, a history that does not
/// verify, a directory in use. The message says what to do; a retry without doing it does not help.
/// </summary>
internal class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);
