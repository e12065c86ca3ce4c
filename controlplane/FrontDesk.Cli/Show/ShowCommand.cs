using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Show;

/// <summary>`frontdesk show`.</summary>
internal sealed class ShowCommand : Command
{
    private readonly Argument<uint> _revision = RevisionArgument.Create("The revision. Default: the head.", isRequired: false);
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ShowCommand(Shell shell)
        : base("show", "Shows one revision and what it changed, field by field.")
    {
        Add(_revision);
        Add(_output);
        SetAction((parse, cancellation) => ShowRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public ShowOptions Read(ParseResult parse) => new(parse.GetValue(_revision), OutputFlag.Read(parse, _output));
}
