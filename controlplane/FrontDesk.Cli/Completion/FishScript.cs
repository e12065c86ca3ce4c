using System.Text;

namespace FrontDesk.Cli.Completion;

/// <summary>The completion script for fish.</summary>
internal static class FishScript
{
    /// <summary>Writes it.</summary>
    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder("# Completion of frontdesk for fish: frontdesk completion fish | source\ncomplete -c frontdesk -f\n");
        foreach (var command in commands)
        {
            script.Append($"complete -c frontdesk -n __fish_use_subcommand -a {command.Name} -d '{command.Description}'\n");
        }

        foreach (var command in commands)
        {
            var here = $"complete -c frontdesk -n '__fish_seen_subcommand_from {command.Name}'";
            foreach (var flag in command.Flags)
            {
                script.Append($"{here} {string.Join(' ', flag.Names.Select(Name))} -d '{flag.Description}'{Value(flag)}\n");
            }

            if (command.Words.Count > 0)
            {
                script.Append($"{here} -a '{string.Join(' ', command.Words)}'\n");
            }
        }

        return script.ToString();
    }

    private static string Name(string name) => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}";

    private static string Value(CompletedFlag flag) => flag switch
    {
        { TakesValue: false } => "",
        { TakesFile: true } => " -r -F",
        { Choices.Count: > 0 } => $" -x -a '{string.Join(' ', flag.Choices)}'",
        _ => " -x",
    };
}
