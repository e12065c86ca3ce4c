namespace FrontDesk.ControlPlane.Journal;

/// <summary>What is logged about the journal: events 1700 to 1749.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(1700, LogLevel.Error, "The journal {File} cannot be written, so a loss in the store may go unnoticed after a restart: {Reason}")]
    public static partial void NotWritten(ILogger logger, string file, string reason);

    [LoggerMessage(1701, LogLevel.Warning, "The journal {File} was damaged and is set aside as {Damaged}; a loss in the store before this start goes unnoticed")]
    public static partial void Damaged(ILogger logger, string file, string damaged);

    [LoggerMessage(1702, LogLevel.Warning, "{Bytes} bytes at the end of the journal {File} were not whole, as after a power cut, and are dropped")]
    public static partial void Torn(ILogger logger, string file, long bytes);
}
