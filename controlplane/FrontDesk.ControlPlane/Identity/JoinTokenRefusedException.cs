namespace FrontDesk.ControlPlane.Identity;

/// <summary>A join token does not admit; the message says why, for people.</summary>
internal sealed class JoinTokenRefusedException(string message) : Exception(message);
