namespace FrontDesk.ControlPlane.Certificates;

/// <summary>What is logged about certificates of sites: events 1600 to 1699.</summary>
internal static partial class CertificatesLog
{
    [LoggerMessage(1600, LogLevel.Information, "Issued the internal certificate {Certificate}, version {Version}, until {NotAfter:u}.")]
    public static partial void Issued(ILogger log, string certificate, uint version, DateTimeOffset notAfter);

    [LoggerMessage(1601, LogLevel.Warning, "The internal certificate {Certificate} could not be issued; it is tried again.")]
    public static partial void Failed(ILogger log, Exception error, string certificate);

    [LoggerMessage(1690, LogLevel.Information, "Deleted the secret {Secret}: no kept revision has what used it any more.")]
    public static partial void SecretDeleted(ILogger log, string secret);

    [LoggerMessage(1691, LogLevel.Warning, "Secrets that no revision needs any more could not be looked for; that is done after the next compaction: {Reason}")]
    public static partial void NotSwept(ILogger log, string reason);
}
