using Grpc.Core;

namespace FrontDesk.Edge.Identity;

/// <summary>What is told about identity: events 2700 to 2799.</summary>
internal static partial class IdentityLog
{
    [LoggerMessage(2700, LogLevel.Information, "This edge is '{Name}' of group '{Group}'; its certificate is good until {NotAfter:u}.")]
    public static partial void Resumed(this ILogger logger, string name, string group, DateTimeOffset notAfter);

    [LoggerMessage(2701, LogLevel.Information, "Enrolled as '{Name}' of group '{Group}' at {ControlPlane}; the certificate is good until {NotAfter:u}.")]
    public static partial void Enrolled(this ILogger logger, string name, string group, Uri controlPlane, DateTimeOffset notAfter);

    [LoggerMessage(2702, LogLevel.Warning, "Could not enrol at {ControlPlane} ({Code}): {Reason} Trying again.")]
    public static partial void EnrolmentFailed(this ILogger logger, Uri controlPlane, string reason, StatusCode code);

    [LoggerMessage(2703, LogLevel.Information, "Renewed the node's certificate at {ControlPlane}; it is good until {NotAfter:u}.")]
    public static partial void Renewed(this ILogger logger, Uri controlPlane, DateTimeOffset notAfter);

    [LoggerMessage(2704, LogLevel.Warning, "Could not renew the node's certificate at {ControlPlane} ({Code}): {Reason} It is good until {NotAfter:u}; trying again. Serving goes on.")]
    public static partial void RenewalFailed(this ILogger logger, Uri controlPlane, DateTimeOffset notAfter, string reason, StatusCode code);

    [LoggerMessage(2706, LogLevel.Warning, "Could not enrol: {Reason} Trying again.")]
    public static partial void EnrolmentUnusable(this ILogger logger, string reason);

    [LoggerMessage(2707, LogLevel.Warning, "Could not renew the node's certificate: {Reason} It is good until {NotAfter:u}; trying again. Serving goes on.")]
    public static partial void RenewalUnusable(this ILogger logger, string reason, DateTimeOffset notAfter);
}
