namespace FrontDesk.Cli;

/// <summary>Ends a command: what is wrong, in a sentence for people, what to do about it, and the exit code for scripts.</summary>
internal sealed class CommandFailure(int exitCode, string message, string hint = "") : Exception(message)
{
    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What to do; empty where the message says it.</summary>
    public string Hint { get; } = hint;
}
