using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Testing.Files;

namespace FrontDesk.Cli.Tests.Docs;

/// <summary>The commands that the pages show, in blocks and within sentences, are parsed by the command line itself. EndToEnd.Tests runs the blocks.</summary>
public sealed partial class PageCommandTests
{
    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Select(static path => Path.GetRelativePath(Repository.Root, path)).Where(static page => page != "CHANGELOG.md").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_on_a_page_is_one_that_is_there(string page)
    {
        using var shell = new TestShell();
        var root = CommandTree.Build(shell.Make());
        var wrong = Command().Matches(File.ReadAllText(Repository.PathOf(page))).Select(static match => match.Groups["arguments"].Value.Trim())
            .Where(static arguments => !arguments.Contains('…', StringComparison.Ordinal))
            .Select(arguments => (Arguments: arguments, root.Parse(CommandLineParser.SplitCommandLine(arguments.Replace('\'', '"')).ToArray()).Errors))
            .Where(parsed => parsed.Errors.Count > 0 && !(root.Subcommands.Any(command => command.Name == parsed.Arguments.Split(' ')[0]) && IsNameAlone(parsed.Arguments, parsed.Errors)))
            .Select(static parsed => $"frontdesk {parsed.Arguments}: {parsed.Errors[0].Message}")
            .ToList();
        Assert.True(wrong.Count == 0, $"{page} shows commands that are not there:\n  {string.Join("\n  ", wrong)}");
    }

    // A sentence may name a command without what it needs: `rollback`, `store backup`. What it does name must be known.
    private static bool IsNameAlone(string arguments, IReadOnlyList<ParseError> errors) => arguments.Split(' ') switch
    {
        [_] => true,
        [_, var action] => char.IsAsciiLetterLower(action[0]) && errors.All(error => !error.Message.Contains($"'{action}'", StringComparison.Ordinal)),
        _ => false,
    };

    // At the start of a line or of a code span, up to where the shell takes over.
    [GeneratedRegex(@"(?<=^|`|\(|&& )frontdesk (?<arguments>[a-z-](""[^""\n]*""|'[^'\n]*'|[^`\n#|<>&)""'])*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
