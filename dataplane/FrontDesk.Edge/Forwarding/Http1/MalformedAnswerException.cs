namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>A service sent what is no HTTP/1.1, or more of it than the limits allow. Its connection is of no further use.</summary>
internal sealed class MalformedAnswerException(string message) : IOException(message);
