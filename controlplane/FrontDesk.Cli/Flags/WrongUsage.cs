using System.CommandLine;
using System.CommandLine.Parsing;
using FrontDesk.Cli.Output;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Cli.Flags;

/// <summary>Tells what is wrong with a command line, and the nearest name where one is close.</summary>
internal static class WrongUsage
{
    /// <summary>Writes each mistake once, and returns <see cref="ExitCode.Error"/>.</summary>
    public static int Tell(ParseResult parse, Shell shell)
    {
        // A word that nothing takes is told here; whatever else is said after it follows from it.
        var mistakes = parse.UnmatchedTokens.Count > 0
            ? parse.UnmatchedTokens.Select(token => Unmatched(token, parse.CommandResult.Command))
            : parse.Errors.Select(error => error.Message);
        foreach (var mistake in mistakes.Distinct())
        {
            shell.Error.WriteLine($"error: {Printable.Line(mistake)}");
        }

        shell.Error.WriteLine($"hint: `{PathOf(parse.CommandResult)} --help` tells what it takes");
        return ExitCode.Error;
    }

    private static string PathOf(CommandResult result) =>
        result is { Command: not RootCommand, Parent: CommandResult above } ? $"{PathOf(above)} {result.Command.Name}" : "frontdesk";

    private static string Unmatched(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            var flag = token.Split('=')[0];
            return Mistake($"`{command.Name}` has no flag {flag}", flag, command.Options.SelectMany(option => option.Aliases.Append(option.Name)));
        }

        return command is RootCommand
            ? Mistake($"there is no command '{token}'", token, command.Subcommands.Select(known => known.Name))
            : $"`{command.Name}` does not know what to do with '{token}'";
    }

    private static string Mistake(string said, string name, IEnumerable<string> known) =>
        NearestName.Guess(name, known) is { Length: > 0 } guess ? $"{said}. {guess}" : said;
}
