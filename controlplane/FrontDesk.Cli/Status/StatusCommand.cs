using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Status;

/// <summary>`frontdesk status`.</summary>
internal sealed class StatusCommand : Command
{
    private readonly Option<string?> _group = Flag.Text("--group", "GROUP", "Only edges of this group.");
    private readonly Option<bool> _watch = Flag.Switch("--watch", "Go on until Ctrl-C, and show every change. As JSON: one line each.", "-w");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public StatusCommand(Shell shell)
        : base("status", "Shows the head, and for each edge what it runs, how far behind it is, and what is wrong there.")
    {
        Add(_group);
        Add(_watch);
        Add(_output);
        SetAction((parse, cancellation) => StatusRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public StatusOptions Read(ParseResult parse) => new(parse.GetValue(_group) ?? "", parse.GetValue(_watch), OutputFlag.Read(parse, _output));
}
