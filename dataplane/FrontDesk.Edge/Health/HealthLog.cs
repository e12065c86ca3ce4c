using System.Net;

namespace FrontDesk.Edge.Health;

/// <summary>What is told about the health of endpoints: events 3000 to 3099.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(3000, LogLevel.Warning, "Endpoint {Url} of service '{Service}' at {Address} failed ({Trouble}) and is left alone for {Seconds:F1} s.")]
    public static partial void Ejected(this ILogger logger, string service, string url, IPAddress? address, string trouble, double seconds);

    [LoggerMessage(3001, LogLevel.Information, "Endpoint {Url} of service '{Service}' at {Address} is asked again.")]
    public static partial void Returned(this ILogger logger, string service, string url, IPAddress? address);

    [LoggerMessage(3002, LogLevel.Warning, "Endpoint {Url} of service '{Service}' at {Address} is not well: {Trouble}.")]
    public static partial void Unwell(this ILogger logger, string service, string url, IPAddress? address, string trouble);

    [LoggerMessage(3003, LogLevel.Information, "Endpoint {Url} of service '{Service}' at {Address} is well.")]
    public static partial void Well(this ILogger logger, string service, string url, IPAddress? address);
}
