using System.CommandLine;
using FrontDesk.Cli.Explain;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Access;

/// <summary>`frontdesk access test`.</summary>
internal sealed class AccessTestCommand : Command
{
    private readonly RequestFlags _request;
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public AccessTestCommand(Shell shell)
        : base("test", "Tells whether a client would be let in with a request, and why: each rule of the access policies up to the one that decides.")
    {
        _request = new RequestFlags(this);
        Add(_output);
        SetAction((parse, cancellation) => ExplainRun.RunAsync(shell, Read(parse), AccessText.Write, cancellation));
    }

    /// <summary>What was asked.</summary>
    public ExplainOptions Read(ParseResult parse) => new(_request.Read(parse), OutputFlag.Read(parse, _output));
}
