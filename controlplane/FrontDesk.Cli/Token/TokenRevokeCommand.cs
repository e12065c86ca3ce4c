using System.CommandLine;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Token;

/// <summary>`frontdesk token revoke TOKEN`.</summary>
internal sealed class TokenRevokeCommand : Command
{
    private readonly Argument<string> _token = new("token") { Description = "The token's id, or its name where only one has it; never its value.", HelpName = "ID|NAME" };
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public TokenRevokeCommand(Shell shell)
        : base("revoke", "Makes a token good for nothing, within a second everywhere; calls that run with it end.")
    {
        Add(_token);
        Add(_output);
        _token.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && text.StartsWith("fdo_", StringComparison.Ordinal))
            {
                result.AddError("revoke wants the token's id (the 16 digits after fdo_) or its name, not its value: a command line can be read by others");
            }
        });
        SetAction((parse, cancellation) => TokenRun.RevokeAsync(shell, parse.GetRequiredValue(_token), OutputFlag.Read(parse, _output), cancellation));
    }
}
