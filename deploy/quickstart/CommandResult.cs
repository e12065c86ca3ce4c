namespace FrontDesk.Quickstart;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">0 where it did what it was asked.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Errors">What it wrote to stderr.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);
