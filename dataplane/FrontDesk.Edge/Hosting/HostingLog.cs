namespace FrontDesk.Edge.Hosting;

/// <summary>What is told about the process: events 2900 to 2999.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(2900, LogLevel.Information, "Draining: not ready, no new connections; what runs has {Timeout} to end.")]
    public static partial void Draining(this ILogger logger, TimeSpan timeout);

    [LoggerMessage(2901, LogLevel.Information, "Drained after {Seconds:F1} s.")]
    public static partial void Drained(this ILogger logger, double seconds);

    [LoggerMessage(2903, LogLevel.Information, "An operator {What}.")]
    public static partial void DrainOrdered(this ILogger logger, string what);

    [LoggerMessage(2902, LogLevel.Critical, "A mistake of this program stopped its task '{Task}'; please report it. Serving goes on; the task is begun again.")]
    public static partial void TaskFailed(this ILogger logger, Exception error, string task);
}
