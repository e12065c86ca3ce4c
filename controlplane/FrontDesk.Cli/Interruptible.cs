namespace FrontDesk.Cli;

/// <summary>Waits for what may never come, a pipe's end or a person's answer, and can still be cancelled: reads of standard input cannot.</summary>
internal static class Interruptible
{
    /// <summary>Does it on another thread, which the process' end takes along where the wait is cancelled.</summary>
    public static Task<T> RunAsync<T>(Func<T> read, CancellationToken cancellation) => Task.Run(read, cancellation).WaitAsync(cancellation);
}
