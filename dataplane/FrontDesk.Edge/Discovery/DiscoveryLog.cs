namespace FrontDesk.Edge.Discovery;

/// <summary>What is told about names: events 3100 to 3199.</summary>
internal static partial class DiscoveryLog
{
    [LoggerMessage(3100, LogLevel.Information, "The name {Host} stands for {Addresses}.")]
    public static partial void Resolved(this ILogger logger, string host, string addresses);

    [LoggerMessage(3101, LogLevel.Warning, "The name {Host} does not resolve: {Reason} The {Count} addresses known last are used.")]
    public static partial void Unresolved(this ILogger logger, string host, string reason, int count);

    [LoggerMessage(3102, LogLevel.Warning, "The name {Host} has {Count} addresses; the first {Most} are used.")]
    public static partial void TooMany(this ILogger logger, string host, int count, int most);
}
