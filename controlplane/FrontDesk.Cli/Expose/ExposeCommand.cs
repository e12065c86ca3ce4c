using System.CommandLine;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Expose;

/// <summary>`frontdesk expose`.</summary>
internal sealed class ExposeCommand : Command
{
    private readonly Argument<string> _host = new("HOST") { Description = "The host name, as in shop.example.com." };
    private readonly Argument<string> _url = new("URL") { Description = "Where the service is, as in http://10.0.0.11:9000." };
    private readonly ChangeFlags _change = new();
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ExposeCommand(Shell shell)
        : base("expose", "Puts one service behind one host name. The same as applying `routes: { HOST: URL }`.")
    {
        Add(_host);
        Add(_url);
        _change.AddTo(this);
        Add(_output);
        SetAction((parse, cancellation) => ExposeRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public ExposeOptions Read(ParseResult parse) => new(
        parse.GetRequiredValue(_host), parse.GetRequiredValue(_url), _change.Read(parse), OutputFlag.Read(parse, _output));
}
