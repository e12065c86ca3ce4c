namespace FrontDesk.ControlPlane.Certificates;

/// <summary>What is logged about certificates of sites: events 1600 to 1699.</summary>
internal static partial class CertificatesLog
{
    [LoggerMessage(1600, LogLevel.Information, "Issued the internal certificate {Certificate}, version {Version}, until {NotAfter:u}.")]
    public static partial void Issued(ILogger log, string certificate, uint version, DateTimeOffset notAfter);

    [LoggerMessage(1601, LogLevel.Warning, "The internal certificate {Certificate} could not be issued; it is tried again.")]
    public static partial void Failed(ILogger log, Exception error, string certificate);
}
