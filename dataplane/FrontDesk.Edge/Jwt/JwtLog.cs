namespace FrontDesk.Edge.Jwt;

/// <summary>What is logged about tokens: events 3350 to 3399. Never a token.</summary>
internal static partial class JwtLog
{
    [LoggerMessage(3350, LogLevel.Information, "Fetched the keys of {Url}.")]
    public static partial void KeysFetched(ILogger log, string url);

    [LoggerMessage(3351, LogLevel.Warning, "The keys of {Url} could not be fetched: {Reason} The last ones hold, where there are any; it is tried again.")]
    public static partial void KeysNotFetched(ILogger log, string url, string reason);
}
