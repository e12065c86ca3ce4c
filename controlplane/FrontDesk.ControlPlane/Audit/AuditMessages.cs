namespace FrontDesk.ControlPlane.Audit;

/// <summary>What is logged about the audit log: events 4200 to 4299.</summary>
internal static partial class AuditMessages
{
    [LoggerMessage(4200, LogLevel.Warning, "Entries of the audit log cannot be written now, and wait: {Reason}")]
    public static partial void Waiting(ILogger log, string reason);

    [LoggerMessage(4201, LogLevel.Error, "The audit log was damaged: {Reason}. It goes on from here, and says so.")]
    public static partial void Damaged(ILogger log, string reason);

    [LoggerMessage(4202, LogLevel.Error, "{Count} entries of the audit log were lost: more waited than are kept.")]
    public static partial void Lost(ILogger log, uint count);

    [LoggerMessage(4203, LogLevel.Warning, "Old entries of the audit log could not be deleted now; trying again in an hour: {Reason}")]
    public static partial void NotForgotten(ILogger log, string reason);
}
