namespace FrontDesk.ControlPlane.Credentials;

/// <summary>What is logged about clients' credentials: events 4000 to 4099. Never the credentials.</summary>
internal static partial class CredentialsLog
{
    [LoggerMessage(4000, LogLevel.Information, "Operator {Operator} set the user {Set}/{User}.")]
    public static partial void UserSet(ILogger log, string @operator, string set, string user);

    [LoggerMessage(4001, LogLevel.Information, "Operator {Operator} removed the user {Set}/{User}.")]
    public static partial void UserRemoved(ILogger log, string @operator, string set, string user);

    [LoggerMessage(4002, LogLevel.Information, "Operator {Operator} made the API key {Set}/{Id} for {Owner}.")]
    public static partial void ApiKeyMade(ILogger log, string @operator, string set, string id, string owner);

    [LoggerMessage(4003, LogLevel.Information, "Operator {Operator} revoked the API key {Set}/{Id}.")]
    public static partial void ApiKeyRevoked(ILogger log, string @operator, string set, string id);
}
