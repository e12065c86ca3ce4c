using System.CommandLine;
using System.CommandLine.Help;

namespace FrontDesk.Cli.Token;

/// <summary>`frontdesk token`: its verbs.</summary>
internal sealed class TokenCommand : Command
{
    /// <summary>Makes the command. Without a verb it shows the help.</summary>
    public TokenCommand(Shell shell)
        : base("token", "Makes, lists and revokes the tokens with which operators call. For admins.")
    {
        Add(new TokenCreateCommand(shell));
        Add(new TokenListCommand(shell));
        Add(new TokenRevokeCommand(shell));
        SetAction(parse => new HelpAction().Invoke(parse));
    }
}
