namespace FrontDesk.Edge.Status;

/// <summary>What is told about the edge's own state: events 2800 to 2899.</summary>
internal static partial class StatusLog
{
    [LoggerMessage(2800, LogLevel.Warning, "{Part} '{Name}' does not work on this edge: {Reason}")]
    public static partial void Degraded(this ILogger logger, string part, string name, string reason);

    [LoggerMessage(2801, LogLevel.Information, "{Part} '{Name}' works again on this edge.")]
    public static partial void Healed(this ILogger logger, string part, string name);
}
