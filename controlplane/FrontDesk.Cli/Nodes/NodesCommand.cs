using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Nodes;

/// <summary>`frontdesk nodes`, and its verbs.</summary>
internal sealed class NodesCommand : Command
{
    private readonly Option<string?> _group = Flag.Text("--group", "GROUP", "Only nodes of this group.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public NodesCommand(Shell shell)
        : base("nodes", "Lists the edges that enrolled, connected or not, and their certificates; its verbs act on one of them.")
    {
        Add(_group);
        Add(_output);
        Add(new NodeActionCommand(shell, "drain", "Takes a node out of traffic: not ready, connections end, its stream stays.", NodeActions.DrainAsync));
        Add(new NodeActionCommand(shell, "resume", "Takes a drained node back into traffic.", NodeActions.ResumeAsync));
        Add(new NodeMoveCommand(shell));
        Add(new NodeActionCommand(shell, "revoke", "Shuts a node out within two seconds, and lists the secrets that it held.", NodeActions.RevokeAsync));
        Add(new NodeActionCommand(shell, "remove", "Forgets a node; it comes back with a new join token only.", NodeActions.RemoveAsync));
        SetAction((parse, cancellation) => NodesRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public NodesOptions Read(ParseResult parse) => new(parse.GetValue(_group) ?? "", OutputFlag.Read(parse, _output));
}
