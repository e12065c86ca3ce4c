using System.CommandLine;
using System.CommandLine.Completions;
using FrontDesk.Cli.Flags;

namespace FrontDesk.Cli.Completion;

/// <summary>What a completion script knows of a command.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Description">What it does, the first sentence.</param>
/// <param name="Words">Words that can stand after it: kinds, or a fixed choice.</param>
/// <param name="Flags">Its flags.</param>
internal sealed record CompletedCommand(string Name, string Description, IReadOnlyList<string> Words, IReadOnlyList<CompletedFlag> Flags)
{
    /// <summary>All commands, read from the tree itself, so that a script never knows less than the command line.</summary>
    public static IReadOnlyList<CompletedCommand> Of(Command root) =>
        [.. root.Subcommands.Where(command => !command.Hidden).Select(command => new CompletedCommand(
            command.Name,
            FirstSentence(command.Description),
            [.. command.Arguments.SelectMany(Choices).Distinct(StringComparer.Ordinal)],
            [.. command.Options.Where(option => !EnvironmentFlags.IsBuiltIn(option)).Select(CompletedFlag.Of)]))];

    /// <summary>The first sentence, without what shells read as syntax.</summary>
    public static string FirstSentence(string? description)
    {
        var text = description ?? "";
        var end = text.IndexOfAny(['.', ':', ';', '(']);
        return (end > 0 ? text[..end].TrimEnd() : text).Replace("'", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Choices(Argument argument) =>
        argument.Name == ResourceArgument.Name ? KindText.All : argument.GetCompletions(CompletionContext.Empty).Select(item => item.Label);
}
