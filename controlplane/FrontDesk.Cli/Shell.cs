using System.Text;

namespace FrontDesk.Cli;

/// <summary>What surrounds a command: its streams, its environment, its folder and its clock. Commands touch the process by it alone.</summary>
internal sealed class Shell
{
    /// <summary>Data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, questions and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Reads a line that must not be seen (a token) from the terminal; null at its end.</summary>
    public required Func<string?> ReadHidden { get; init; }

    /// <summary>Whether a person can answer at standard input.</summary>
    public required bool InputIsTerminal { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    public required bool OutIsTerminal { get; init; }

    /// <summary>An environment variable; null where it is not set. A set but empty one is empty.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string Directory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether data is written in colour: on a terminal that knows colours, and not where NO_COLOR is set (no-color.org).</summary>
    public bool Colour => OutIsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    /// <summary>The path from the shell's folder.</summary>
    public string Resolve(string path) => Path.Combine(Directory, path);

    /// <summary>An environment variable that is set to something; null otherwise.</summary>
    public string? VariableOrNull(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>This process' own.</summary>
    public static Shell OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Shell
        {
            Out = new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 16 * 1024),
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            OpenInput = Console.OpenStandardInput,
            ReadHidden = HiddenLine.Read,
            InputIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
            Variable = Environment.GetEnvironmentVariable,
            Directory = Environment.CurrentDirectory,
        };
    }
}
