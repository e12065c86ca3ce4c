namespace FrontDesk.Quickstart;

/// <summary>The quickstart cannot go on; the message says to people what happened and what to do.</summary>
internal sealed class QuickstartException(string message) : Exception(message);
