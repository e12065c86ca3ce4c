using System.CommandLine;

namespace FrontDesk.Cli.Flags;

/// <summary>Every flag can stand in the environment: `--dry-run` as FRONTDESK_DRY_RUN. What stands on the command line wins.</summary>
internal static class EnvironmentFlags
{
    /// <summary>The variable of a flag.</summary>
    public static string VariableOf(Option option) => "FRONTDESK_" + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>Whether a flag is one of the command line's own (help, version), which the environment has no say in.</summary>
    public static bool IsBuiltIn(Option option) => option.Action is not null;

    /// <summary>The command line with the flags that stand in the environment only. Values of a repeatable one are parted by commas.</summary>
    public static string[] Complete(ParseResult parse, string[] args, Shell shell)
    {
        if (parse.CommandResult.Command is RootCommand || args.Length == 0)
        {
            return args;
        }

        var added = new List<string>();
        foreach (var option in parse.CommandResult.Command.Options)
        {
            if (IsBuiltIn(option) || parse.GetResult(option) is { Implicit: false } || shell.VariableOrNull(VariableOf(option)) is not { } value)
            {
                continue;
            }

            var values = option.Arity.MaximumNumberOfValues > 1 ? value.Split(',', StringSplitOptions.RemoveEmptyEntries) : [value];
            added.AddRange(values.Select(one => $"{option.Name}={one}"));
        }

        return added.Count == 0 ? args : [args[0], .. added, .. args[1..]];
    }
}
