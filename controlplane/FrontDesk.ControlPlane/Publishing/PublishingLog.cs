namespace FrontDesk.ControlPlane.Publishing;

/// <summary>What is logged about edges' streams: events 1200 to 1299.</summary>
internal static partial class PublishingLog
{
    [LoggerMessage(1200, LogLevel.Information, "Edge {Node} of group {Group} connected from {Address}; it runs revision {Revision}.")]
    public static partial void Connected(ILogger log, string node, string group, uint revision, string address);

    [LoggerMessage(1201, LogLevel.Information, "Edge {Node} disconnected: {Why}.")]
    public static partial void Disconnected(ILogger log, string node, string why);

    [LoggerMessage(1202, LogLevel.Debug, "Edge {Node} runs revision {Revision}; {Degraded} resources are degraded there.")]
    public static partial void Acknowledged(ILogger log, string node, uint revision, int degraded);

    [LoggerMessage(1203, LogLevel.Warning, "Edge {Node} refused revision {Revision}: {Why}")]
    public static partial void Refused(ILogger log, string node, uint revision, string why);

    [LoggerMessage(1204, LogLevel.Error, "Another process uses the identity of edge {Node} and was turned away. A data directory was copied: enrol that edge by itself.")]
    public static partial void Copied(ILogger log, string node);

    [LoggerMessage(1205, LogLevel.Error, "Edge {Node} runs a later revision than the newest known here, {Head}. It is left as it is.")]
    public static partial void Ahead(ILogger log, string node, uint head);

    [LoggerMessage(1206, LogLevel.Debug, "Edge {Node} is sent a {Kind} to revision {Revision}.")]
    public static partial void Sending(ILogger log, string node, string kind, uint revision);

    [LoggerMessage(1207, LogLevel.Information, "Edge {Node} is replaced by a process of the same identity that started later.")]
    public static partial void Replaced(ILogger log, string node);

    [LoggerMessage(1209, LogLevel.Warning, "Edge {Node} is kept at the revision that it runs: {Objection}.")]
    public static partial void Held(ILogger log, string node, string objection);

    [LoggerMessage(1280, LogLevel.Error, "Edge {Node} was given revision {Revision} of epoch {Epoch}, signed, and it could not be found in the store: {Reason}")]
    public static partial void ShownMore(ILogger log, string node, uint revision, uint epoch, string reason);

    [LoggerMessage(1208, LogLevel.Warning, "The nodes could not be read, so streams were not checked for revoked ones.")]
    public static partial void RecheckFailed(ILogger log, Exception error);
}
