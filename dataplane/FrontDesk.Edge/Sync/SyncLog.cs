using Grpc.Core;

namespace FrontDesk.Edge.Sync;

/// <summary>What is told about the stream: events 2000 to 2099.</summary>
internal static partial class SyncLog
{
    [LoggerMessage(2000, LogLevel.Information, "Connected to {ControlPlane} (version {Version}) in group '{Group}'; it wants revision {Target}.")]
    public static partial void Welcomed(this ILogger logger, string controlPlane, string version, string group, uint target);

    [LoggerMessage(2001, LogLevel.Warning, "Lost the control plane {ControlPlane}: {Reason} Serving goes on; connecting again.")]
    public static partial void Disconnected(this ILogger logger, Uri controlPlane, string reason);

    [LoggerMessage(2002, LogLevel.Error, "The control plane {ControlPlane} does not accept this edge ({Code}): {Reason} Serving goes on with what is here; trying again.")]
    public static partial void NotAccepted(this ILogger logger, Uri controlPlane, string reason, StatusCode code);

    [LoggerMessage(2003, LogLevel.Warning, "The control plane {ControlPlane} ended the stream: {Reason} Serving goes on; connecting again.")]
    public static partial void SentAway(this ILogger logger, Uri controlPlane, string reason);

    [LoggerMessage(2004, LogLevel.Error, "The control plane {ControlPlane} does not keep to the protocol: {Reason} Serving goes on; connecting again.")]
    public static partial void ProtocolBroken(this ILogger logger, Uri controlPlane, string reason);

    [LoggerMessage(2005, LogLevel.Critical, "A mistake of this program ended the stream with {ControlPlane}; please report it. Serving goes on; connecting again.")]
    public static partial void Bug(this ILogger logger, Exception error, Uri controlPlane);

    [LoggerMessage(2006, LogLevel.Warning, "The control plane sends everything anew: {Reason}")]
    public static partial void Resnapshot(this ILogger logger, string reason);

    [LoggerMessage(2007, LogLevel.Error, "Refused revision {Revision}: {Reason} Serving revision {Running} on.")]
    public static partial void Refused(this ILogger logger, uint revision, string reason, uint running);

    [LoggerMessage(2008, LogLevel.Information, "Leaves the control plane {ControlPlane}: {Home}, the first choice of this edge, answers again.")]
    public static partial void GoesHome(this ILogger logger, Uri controlPlane, Uri home);
}
