namespace FrontDesk.ControlPlane.Identity;

/// <summary>What is logged about identities: events 1500 to 1599.</summary>
internal static partial class IdentityLog
{
    [LoggerMessage(1500, LogLevel.Information, "Edge {Node} enrolled into group {Group} with join token {Token}.")]
    public static partial void Enrolled(ILogger log, string node, string group, string token);

    [LoggerMessage(1501, LogLevel.Information, "The certificate of edge {Node} was renewed until {NotAfter:u}.")]
    public static partial void Renewed(ILogger log, string node, DateTime notAfter);

    [LoggerMessage(1502, LogLevel.Warning, "An enrolment from {Address} was refused: {Reason}")]
    public static partial void JoinRefused(ILogger log, string address, string reason);
}
