using System.Text;

namespace FrontDesk.Cli.Completion;

/// <summary>The completion script for zsh.</summary>
internal static class ZshScript
{
    /// <summary>Writes it.</summary>
    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder();
        script.Append("""
            #compdef frontdesk
            # Completion of frontdesk for zsh: source <(frontdesk completion zsh)
            _frontdesk() {
                local -a commands
                commands=(

            """);
        foreach (var command in commands)
        {
            script.Append($"        '{command.Name}:{command.Description}'\n");
        }

        script.Append("""
                )
                if (( CURRENT == 2 )); then
                    _describe 'command' commands
                    return
                fi
                case "${words[2]}" in

            """);
        foreach (var command in commands)
        {
            script.Append($"        {command.Name}) _arguments {string.Join(' ', command.Flags.SelectMany(Flag))}{Words(command)} ;;\n");
        }

        return script.Append("    esac\n}\ncompdef _frontdesk frontdesk\n").ToString();
    }

    private static IEnumerable<string> Flag(CompletedFlag flag)
    {
        var value = flag switch
        {
            { TakesValue: false } => "",
            { TakesFile: true } => ":file:_files",
            { Choices.Count: > 0 } => $":value:({string.Join(' ', flag.Choices)})",
            _ => ":value: ",
        };
        return flag.Names.Select(name => $"'*{name}[{flag.Description.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)}]{value}'");
    }

    private static string Words(CompletedCommand command) => command.Words.Count == 0 ? "" : $" '*:resource:({string.Join(' ', command.Words)})'";
}
