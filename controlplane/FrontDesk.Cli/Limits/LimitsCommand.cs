using System.CommandLine;
using System.CommandLine.Help;

namespace FrontDesk.Cli.Limits;

/// <summary>`frontdesk limits`: its verbs.</summary>
internal sealed class LimitsCommand : Command
{
    /// <summary>Makes the command. Without a verb it shows the help.</summary>
    public LimitsCommand(Shell shell)
        : base("limits", "Shows limits at work.")
    {
        Add(new LimitsTopCommand(shell));
        SetAction(parse => new HelpAction().Invoke(parse));
    }
}
