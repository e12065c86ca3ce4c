namespace FrontDesk.ControlPlane.Hosting;

/// <summary>The control plane cannot start; the message says why and what to do, for people.</summary>
internal sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
