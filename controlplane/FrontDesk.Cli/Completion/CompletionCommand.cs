using System.CommandLine;

namespace FrontDesk.Cli.Completion;

/// <summary>`frontdesk completion`.</summary>
internal sealed class CompletionCommand : Command
{
    private readonly Argument<string> _shellName = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };

    /// <summary>Makes the command.</summary>
    public CompletionCommand(Shell shell)
        : base("completion", "Writes the completion script of a shell. For bash: source <(frontdesk completion bash)")
    {
        _shellName.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Add(_shellName);
        SetAction(parse =>
        {
            var commands = CompletedCommand.Of(parse.RootCommandResult.Command);
            shell.Out.Write(parse.GetRequiredValue(_shellName) switch
            {
                "bash" => BashScript.Write(commands),
                "zsh" => ZshScript.Write(commands),
                _ => FishScript.Write(commands),
            });
            return ExitCode.Done;
        });
    }
}
