namespace FrontDesk.Edge.Snapshots;

/// <summary>What is told about activating and keeping configurations: events 2100 to 2199.</summary>
internal static partial class SnapshotsLog
{
    [LoggerMessage(2100, LogLevel.Information, "Serving revision {Revision} of epoch {Epoch}: {Changes} changed resources, active after {Milliseconds:F1} ms.")]
    public static partial void Activated(this ILogger logger, uint epoch, uint revision, int changes, double milliseconds);

    [LoggerMessage(2101, LogLevel.Information, "Serving the last-known-good revision {Revision} of epoch {Epoch} with {Resources} resources from disk, after {Milliseconds:F0} ms.")]
    public static partial void Restored(this ILogger logger, uint epoch, uint revision, int resources, double milliseconds);

    [LoggerMessage(2102, LogLevel.Error, "The last-known-good configuration was damaged; it was moved to {Path}. This edge serves nothing until the control plane sends a snapshot.")]
    public static partial void BaseDamaged(this ILogger logger, string path);

    [LoggerMessage(2103, LogLevel.Warning, "The log of configuration changes ends in {Bytes} damaged bytes, as after a power cut; going on from revision {Revision}.")]
    public static partial void LogTorn(this ILogger logger, long bytes, uint revision);

    [LoggerMessage(2104, LogLevel.Error, "The last-known-good revision {Revision} does not compile: {Problem} This edge serves nothing until the control plane sends a snapshot.")]
    public static partial void RestoredDoesNotCompile(this ILogger logger, uint revision, string problem);

    [LoggerMessage(2106, LogLevel.Warning, "The last-known-good configuration cannot be added to: {Reason} It is served, and written anew when the disk takes it.")]
    public static partial void NotWritten(this ILogger logger, string reason);

    [LoggerMessage(2107, LogLevel.Warning, "The secret {Secret} on disk cannot be read: {Reason} It is fetched again from the control plane.")]
    public static partial void SecretUnreadable(this ILogger logger, string secret, string reason);

    [LoggerMessage(2108, LogLevel.Warning, "The secrets on disk cannot be read: {Reason} They are fetched again from the control plane.")]
    public static partial void SecretsUnreadable(this ILogger logger, string reason);

    [LoggerMessage(2109, LogLevel.Error, "The last-known-good configuration cannot be read: {Reason} This edge serves nothing until the control plane sends a snapshot.")]
    public static partial void NotReadable(this ILogger logger, string reason);
}
