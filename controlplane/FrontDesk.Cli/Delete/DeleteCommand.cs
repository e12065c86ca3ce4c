using System.CommandLine;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Delete;

/// <summary>`frontdesk delete`.</summary>
internal sealed class DeleteCommand : Command
{
    private readonly Argument<string[]> _resources = ResourceArgument.Create("kind/name, as in route/shop; any number of them, or a kind and a name.");
    private readonly ChangeFlags _change = new();
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public DeleteCommand(Shell shell)
        : base("delete", "Removes resources, all or nothing.")
    {
        Add(_resources);
        _change.AddTo(this);
        Add(_output);
        SetAction((parse, cancellation) => DeleteRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public DeleteOptions Read(ParseResult parse) => new(ResourceArgument.Keys(parse.GetRequiredValue(_resources)), _change.Read(parse), OutputFlag.Read(parse, _output));
}
