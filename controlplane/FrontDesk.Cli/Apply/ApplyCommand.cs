using System.CommandLine;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Apply;

/// <summary>`frontdesk apply`.</summary>
internal sealed class ApplyCommand : Command
{
    private readonly Option<string[]> _files = FileFlag.Create();
    private readonly ChangeFlags _change = new();
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ApplyCommand(Shell shell)
        : base("apply", "Adds and changes what the documents hold, all or nothing. What they do not hold stays.")
    {
        Add(_files);
        _change.AddTo(this);
        Add(_output);
        SetAction((parse, cancellation) => ApplyRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public ApplyOptions Read(ParseResult parse) => new(parse.GetRequiredValue(_files), _change.Read(parse), OutputFlag.Read(parse, _output));
}
