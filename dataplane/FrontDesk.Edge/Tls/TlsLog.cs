using System.Net;

namespace FrontDesk.Edge.Tls;

/// <summary>What is told about TLS: events 2300 to 2399.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(2300, LogLevel.Debug, "Refused a TLS connection of {Client}: no certificate that can be shown is for the name '{Name}'.")]
    public static partial void NameRefused(this ILogger logger, string name, EndPoint? client);
}
