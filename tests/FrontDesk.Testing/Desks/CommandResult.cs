namespace FrontDesk.Testing.Desks;

/// <summary>How a command of the CLI ended.</summary>
/// <param name="Command">What was run, for messages.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Errors">What it wrote to stderr.</param>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>Throws, with all that the command said, unless it ended with this code.</summary>
    public CommandResult Expect(int exitCode = 0) => ExitCode == exitCode
        ? this
        : throw new InvalidOperationException($"`{Command}` ended with {ExitCode}, not {exitCode}.\n--- stdout\n{Output}\n--- stderr\n{Errors}");
}
