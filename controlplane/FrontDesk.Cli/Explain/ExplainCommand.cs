using System.CommandLine;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Explain;

/// <summary>`frontdesk explain`.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly RequestFlags _request;
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ExplainCommand(Shell shell)
        : base("explain", "Tells what an edge would do with a request, and why: listener, certificate, route, service, and why the others lost.")
    {
        _request = new RequestFlags(this);
        Add(_output);
        SetAction((parse, cancellation) => ExplainRun.RunAsync(shell, Read(parse), ExplainText.Write, cancellation));
    }

    /// <summary>What was asked.</summary>
    public ExplainOptions Read(ParseResult parse) => new(_request.Read(parse), OutputFlag.Read(parse, _output));
}
