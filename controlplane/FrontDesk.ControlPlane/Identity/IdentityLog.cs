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

    [LoggerMessage(1503, LogLevel.Information, "Operator {Operator} made token {Token} for {Name} with the role {Role}.")]
    public static partial void TokenMade(ILogger log, string @operator, string token, string name, string role);

    [LoggerMessage(1504, LogLevel.Warning, "Operator {Operator} revoked token {Token} of {Name}.")]
    public static partial void TokenRevoked(ILogger log, string @operator, string token, string name);
}
