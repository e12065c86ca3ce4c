using System.CommandLine;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Nodes;

/// <summary>`frontdesk nodes VERB NAME`: what an operator does to one node.</summary>
internal sealed class NodeActionCommand : Command
{
    private readonly Argument<string> _name = new("name") { Description = "The node's name.", HelpName = "NAME" };
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public NodeActionCommand(Shell shell, string verb, string description, Func<Shell, NodeActionOptions, CancellationToken, Task<int>> run)
        : base(verb, description)
    {
        Add(_name);
        Add(_output);
        SetAction((parse, cancellation) => run(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public NodeActionOptions Read(ParseResult parse) => new(parse.GetRequiredValue(_name), "", OutputFlag.Read(parse, _output));
}
