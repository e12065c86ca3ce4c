using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Diff;

/// <summary>`frontdesk diff`.</summary>
internal sealed class DiffCommand : Command
{
    private readonly Option<string[]> _files = FileFlag.Create(required: false);
    private readonly Option<uint?> _from = Flag.Number("--from", "REVISION", "The revision before. Default: the head.");
    private readonly Option<uint?> _to = Flag.Number("--to", "REVISION", "The revision after, instead of documents.", 1);
    private readonly Option<IReadOnlyDictionary<string, string>> _select = SelectFlag.Create("Compare only resources that carry this label. May be given again: all of them.");
    private readonly Option<bool> _keep = Flag.Switch("--keep", "Compare as apply would: what the documents do not hold stays. Default: as sync would.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public DiffCommand(Shell shell)
        : base("diff", "Shows how documents differ from the desk, or a revision from another. Exits with 2 where they do.")
    {
        Add(_files);
        Add(_from);
        Add(_to);
        Add(_select);
        Add(_keep);
        Add(_output);
        Validators.Add(result =>
        {
            if ((result.GetValue(_files) is { Length: > 0 }) == result.GetValue(_to).HasValue)
            {
                result.AddError("diff wants either documents (-f) or a revision (--to) to compare with");
            }
        });
        SetAction((parse, cancellation) => DiffRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public DiffOptions Read(ParseResult parse) => new(
        parse.GetValue(_files) ?? [],
        parse.GetValue(_from) ?? 0,
        parse.GetValue(_to),
        SelectFlag.Read(parse, _select),
        parse.GetValue(_keep),
        OutputFlag.Read(parse, _output));
}
