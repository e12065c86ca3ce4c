using System.CommandLine;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Rollback;

/// <summary>`frontdesk rollback`.</summary>
internal sealed class RollbackCommand : Command
{
    private readonly Argument<uint> _revision = RevisionArgument.Create("The revision to go back to, as `history` numbers it.", isRequired: true);
    private readonly ChangeFlags _change = new();
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public RollbackCommand(Shell shell)
        : base("rollback", "Makes an earlier revision's configuration the newest revision. Secrets stay at their newest versions.")
    {
        Add(_revision);
        _change.AddTo(this);
        Add(_output);
        SetAction((parse, cancellation) => RollbackRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public RollbackOptions Read(ParseResult parse) => new(parse.GetRequiredValue(_revision), _change.Read(parse), OutputFlag.Read(parse, _output));
}
