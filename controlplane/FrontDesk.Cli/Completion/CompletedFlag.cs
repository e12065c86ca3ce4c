using System.CommandLine;
using System.CommandLine.Completions;

namespace FrontDesk.Cli.Completion;

/// <summary>What a completion script knows of a flag.</summary>
/// <param name="Names">Its names: `--file`, `-f`.</param>
/// <param name="Description">What it says, the first sentence.</param>
/// <param name="TakesValue">Whether a value follows.</param>
/// <param name="TakesFile">Whether that value is a path.</param>
/// <param name="Choices">The values, where they are few.</param>
internal sealed record CompletedFlag(IReadOnlyList<string> Names, string Description, bool TakesValue, bool TakesFile, IReadOnlyList<string> Choices)
{
    /// <summary>Reads a flag.</summary>
    public static CompletedFlag Of(Option option) => new(
        [option.Name, .. option.Aliases],
        CompletedCommand.FirstSentence(option.Description),
        option.ValueType != typeof(bool),
        option.HelpName?.StartsWith("FILE", StringComparison.Ordinal) ?? false,
        option.ValueType == typeof(bool) ? [] : [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)]);
}
