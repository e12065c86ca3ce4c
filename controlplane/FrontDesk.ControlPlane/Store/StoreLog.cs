
namespace FrontDesk.ControlPlane.Store;

/// <summary>What the store says to the log. Events 1000 to 1099.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(1000, LogLevel.Information, "The store is open: {Store}, revision {Revision}, {Resources} resources, read in {Milliseconds} ms")]
    public static partial void Opened(ILogger logger, string store, uint revision, int resources, long milliseconds);

    [LoggerMessage(1001, LogLevel.Warning, "This Redis does not tell its maxmemory-policy; make sure that it is noeviction, or configuration may be deleted")]
    public static partial void PolicyUnreadable(ILogger logger);

    [LoggerMessage(1002, LogLevel.Warning, "This Redis has no append-only file, or does not tell: what was committed last may be lost when it is killed. Set `appendonly yes`")]
    public static partial void NoAppendOnlyFile(ILogger logger);

    [LoggerMessage(1003, LogLevel.Error, "The store is out of reach, edges keep what they have: {Reason}")]
    public static partial void Lost(ILogger logger, string reason);

    [LoggerMessage(1004, LogLevel.Information, "The store is back")]
    public static partial void Back(ILogger logger);

    [LoggerMessage(1005, LogLevel.Critical, "Nothing is published or committed any more: {Reason}. {Remedy}")]
    public static partial void Halted(ILogger logger, string reason, string remedy);

    [LoggerMessage(1009, LogLevel.Warning, "The store is whole again, at revision {Revision} of epoch {Epoch}: publishing and commits go on")]
    public static partial void Resumed(ILogger logger, uint revision, uint epoch);

    [LoggerMessage(1010, LogLevel.Warning, "Epoch {Epoch} began with revision {Revision}: an operator accepted or restored the store. Every edge gets everything anew")]
    public static partial void EpochBegan(ILogger logger, uint epoch, uint revision);

    [LoggerMessage(1006, LogLevel.Warning, "The history could not be compacted now and will be later: {Reason}")]
    public static partial void NotCompacted(ILogger logger, string reason);

    [LoggerMessage(1007, LogLevel.Warning, "{File} can be read by others than its owner; set its mode to 0600")]
    public static partial void KeyFileReadable(ILogger logger, string file);

    [LoggerMessage(1008, LogLevel.Critical, "A fault in Front Desk itself: the work in the background stopped. Start this control plane again, and report this")]
    public static partial void Stopped(ILogger logger, Exception failure);
}
