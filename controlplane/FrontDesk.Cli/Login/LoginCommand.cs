using System.CommandLine;
using FrontDesk.Cli.Flags;

namespace FrontDesk.Cli.Login;

/// <summary>`frontdesk login`.</summary>
internal sealed class LoginCommand : Command
{
    private readonly Argument<string?> _server = new("SERVER")
    {
        Description = "The control plane, as in https://desk.example.com:7400. Default: FRONTDESK_SERVER, else https://127.0.0.1:7400.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _authority = Flag.Text("--ca", "FILE|FINGERPRINT", "The authority's certificate (the control plane's DIR/ca.crt), or its SHA-256 fingerprint.");
    private readonly Option<string?> _tokenFile = Flag.Text("--token-file", "FILE", "The file that holds the operator's token. Default: asks for it, or reads standard input.");

    /// <summary>Makes the command.</summary>
    public LoginCommand(Shell shell)
        : base("login", "Tries an operator's token, and stores it with the server and its authority for the commands to come.")
    {
        Add(_server);
        Add(_authority);
        Add(_tokenFile);
        SetAction((parse, cancellation) => LoginRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public LoginOptions Read(ParseResult parse) => new(parse.GetValue(_server), parse.GetValue(_authority), parse.GetValue(_tokenFile));
}
