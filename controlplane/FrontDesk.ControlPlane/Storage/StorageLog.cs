namespace FrontDesk.ControlPlane.Storage;

/// <summary>What is logged about the care of the store: events 1750 to 1799.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1750, LogLevel.Warning, "Operator {Operator} accepted the store as it is: epoch {Epoch} began with revision {Revision}. {Message}")]
    public static partial void Accepted(ILogger log, string @operator, uint epoch, uint revision, string message);

    [LoggerMessage(1751, LogLevel.Warning, "Operator {Operator} restored the configuration from the journal: epoch {Epoch} began with revision {Revision}. {Message}")]
    public static partial void JournalRestored(ILogger log, string @operator, uint epoch, uint revision, string message);

    [LoggerMessage(1752, LogLevel.Warning, "Operator {Operator} restored a backup: epoch {Epoch} began with revision {Revision}. {Message}")]
    public static partial void BackupRestored(ILogger log, string @operator, uint epoch, uint revision, string message);

    [LoggerMessage(1753, LogLevel.Information, "Operator {Operator} took a backup of revision {Revision}: {Bytes} bytes")]
    public static partial void BackedUp(ILogger log, string @operator, uint revision, long bytes);

    [LoggerMessage(1754, LogLevel.Warning, "--restore {File} was not done: the store has a history. Take the flag away, or use `frontdesk store restore`")]
    public static partial void NotRestored(ILogger log, string file);

    [LoggerMessage(1755, LogLevel.Warning, "The empty store was restored from {File}: revision {Revision} of epoch {Epoch}")]
    public static partial void EmptyRestored(ILogger log, string file, uint revision, uint epoch);
}
