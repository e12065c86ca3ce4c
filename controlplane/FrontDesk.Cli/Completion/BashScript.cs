using System.Text;

namespace FrontDesk.Cli.Completion;

/// <summary>The completion script for bash.</summary>
internal static class BashScript
{
    /// <summary>Writes it.</summary>
    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder();
        script.Append($$"""
            # Completion of frontdesk for bash: source <(frontdesk completion bash)
            _frontdesk() {
                local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"
                COMPREPLY=()
                if [[ $COMP_CWORD -eq 1 ]]; then
                    COMPREPLY=($(compgen -W "{{string.Join(' ', commands.Select(command => command.Name))}}" -- "$word"))
                    return
                fi
                case "$command $before" in

            """);
        foreach (var command in commands)
        {
            foreach (var flag in command.Flags.Where(flag => flag.TakesValue))
            {
                var patterns = string.Join('|', flag.Names.Select(name => $"\"{command.Name} {name}\""));
                var reply = flag.TakesFile ? "-f" : $"-W \"{string.Join(' ', flag.Choices)}\"";
                script.Append($"        {patterns}) COMPREPLY=($(compgen {reply} -- \"$word\")); return ;;\n");
            }
        }

        script.Append("    esac\n    case \"$command\" in\n");
        foreach (var command in commands)
        {
            var words = command.Flags.Select(flag => flag.Names[0]).Concat(command.Words);
            script.Append($"        {command.Name}) COMPREPLY=($(compgen -W \"{string.Join(' ', words)}\" -- \"$word\")) ;;\n");
        }

        return script.Append("    esac\n}\ncomplete -F _frontdesk frontdesk\n").ToString();
    }
}
