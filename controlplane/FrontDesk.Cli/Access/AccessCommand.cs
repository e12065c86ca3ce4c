using System.CommandLine;
using System.CommandLine.Help;

namespace FrontDesk.Cli.Access;

/// <summary>`frontdesk access`: its verbs.</summary>
internal sealed class AccessCommand : Command
{
    /// <summary>Makes the command. Without a verb it shows the help.</summary>
    public AccessCommand(Shell shell)
        : base("access", "Tells who would be let in.")
    {
        Add(new AccessTestCommand(shell));
        SetAction(parse => new HelpAction().Invoke(parse));
    }
}
