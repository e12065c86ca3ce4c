using System.CommandLine;

namespace FrontDesk.Cli.Flags;

/// <summary>The flag `--select`.</summary>
internal static class SelectFlag
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Makes it.</summary>
    public static Option<IReadOnlyDictionary<string, string>> Create(string description) => Flag.Labels("--select", description);

    /// <summary>The labels; none where it is not given.</summary>
    public static IReadOnlyDictionary<string, string> Read(ParseResult parse, Option<IReadOnlyDictionary<string, string>> option) => parse.GetValue(option) ?? None;
}
