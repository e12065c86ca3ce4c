using System.CommandLine;
using FrontDesk.Cli.Flags;

namespace FrontDesk.Cli.Export;

/// <summary>`frontdesk export`.</summary>
internal sealed class ExportCommand : Command
{
    private readonly Option<uint?> _revision = Flag.Number("--revision", "REVISION", "At this revision. Default: the head.");
    private readonly Option<IReadOnlyDictionary<string, string>> _select = SelectFlag.Create("Only resources that carry this label. May be given again: all of them.");
    private readonly Option<string?> _output = Flag.Text("--output", "FORMAT", "yaml or json. Default yaml.", "-o").AcceptOnlyFromAmong("yaml", "json");

    /// <summary>Makes the command.</summary>
    public ExportCommand(Shell shell)
        : base("export", "Writes the desk as one canonical document that applies again to no difference. Secrets are references.")
    {
        Add(_revision);
        Add(_select);
        Add(_output);
        SetAction((parse, cancellation) => ExportRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public ExportOptions Read(ParseResult parse) => new(parse.GetValue(_revision) ?? 0, SelectFlag.Read(parse, _select), parse.GetValue(_output) == "json");
}
