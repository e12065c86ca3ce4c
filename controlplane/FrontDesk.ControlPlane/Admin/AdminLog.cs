using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>What is logged about operators' calls: events 1300 to 1399.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(1300, LogLevel.Information, "Operator {Operator} called {Method} from {Peer}: {Status}.")]
    public static partial void Called(ILogger log, string @operator, string method, StatusCode status, string peer);

    [LoggerMessage(1301, LogLevel.Error, "The call {Method} of operator {Operator} failed unexpectedly.")]
    public static partial void Failed(ILogger log, Exception error, string method, string @operator);

    [LoggerMessage(1302, LogLevel.Information, "Operator {Operator} committed revision {Revision}: {Added} added, {Changed} changed, {Deleted} deleted.")]
    public static partial void Committed(ILogger log, string @operator, uint revision, int added, int changed, int deleted);

    [LoggerMessage(1303, LogLevel.Information, "Operator {Operator} made join token {Token} for group {Group}, for {Uses} uses.")]
    public static partial void JoinTokenMade(ILogger log, string @operator, string token, string group, uint uses);
}
