using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Nodes;

/// <summary>`frontdesk nodes`.</summary>
internal sealed class NodesCommand : Command
{
    private readonly Option<string?> _group = Flag.Text("--group", "GROUP", "Only nodes of this group.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public NodesCommand(Shell shell)
        : base("nodes", "Lists the edges that enrolled, connected or not, and their certificates.")
    {
        Add(_group);
        Add(_output);
        SetAction((parse, cancellation) => NodesRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public NodesOptions Read(ParseResult parse) => new(parse.GetValue(_group) ?? "", OutputFlag.Read(parse, _output));
}
