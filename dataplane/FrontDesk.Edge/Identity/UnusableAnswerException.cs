namespace FrontDesk.Edge.Identity;

/// <summary>A server shows or sends a certificate that cannot be right. Another control plane, or this one later, may do better.</summary>
internal sealed class UnusableAnswerException(string message, Exception? inner = null) : Exception(message, inner);
