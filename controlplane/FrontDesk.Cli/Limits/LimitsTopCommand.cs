using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Limits;

/// <summary>`frontdesk limits top`.</summary>
internal sealed class LimitsTopCommand : Command
{
    private readonly Option<string?> _limit = Flag.Text("--limit", "LIMIT", "Only this limit.");
    private readonly Option<uint?> _top = Flag.Number("--top", "COUNT", "How many keys. Default 20.", 1, 1000);
    private readonly Option<bool> _once = Flag.Switch("--once", "Show one second, and end.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public LimitsTopCommand(Shell shell)
        : base("top", "Shows live who is close to or over which limit, over all edges, until Ctrl-C.")
    {
        Add(_limit);
        Add(_top);
        Add(_once);
        Add(_output);
        SetAction((parse, cancellation) => LimitsTopRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public LimitsTopOptions Read(ParseResult parse) => new(parse.GetValue(_limit) ?? "", parse.GetValue(_top) ?? 20, parse.GetValue(_once), OutputFlag.Read(parse, _output));
}
