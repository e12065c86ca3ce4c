using System.CommandLine;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Token;

/// <summary>`frontdesk token list`.</summary>
internal sealed class TokenListCommand : Command
{
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public TokenListCommand(Shell shell)
        : base("list", "Lists tokens, without their values: role, expiry, last use, and who made them.")
    {
        Add(_output);
        SetAction((parse, cancellation) => TokenRun.ListAsync(shell, OutputFlag.Read(parse, _output), cancellation));
    }
}
