using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Nodes;

/// <summary>`frontdesk nodes move NAME --group GROUP`.</summary>
internal sealed class NodeMoveCommand : Command
{
    private readonly Argument<string> _name = new("name") { Description = "The node's name.", HelpName = "NAME" };
    private readonly Option<string?> _group = Flag.Text("--group", "GROUP", "The group that it shall be in.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public NodeMoveCommand(Shell shell)
        : base("move", "Puts a node into another group: it gets that group's configuration and secrets, and drops the others.")
    {
        _group.Required = true;
        Add(_name);
        Add(_group);
        Add(_output);
        SetAction((parse, cancellation) => NodeActions.MoveAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public NodeActionOptions Read(ParseResult parse) => new(parse.GetRequiredValue(_name), parse.GetValue(_group) ?? "", OutputFlag.Read(parse, _output));
}
