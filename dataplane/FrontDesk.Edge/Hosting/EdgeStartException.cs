namespace FrontDesk.Edge.Hosting;

/// <summary>The edge cannot start; the message tells people what is wrong and what to do. Trying again changes nothing.</summary>
internal sealed class EdgeStartException(string message, Exception? inner = null) : Exception(message, inner);
