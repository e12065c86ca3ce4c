using System.CommandLine;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Sync;

/// <summary>`frontdesk sync`.</summary>
internal sealed class SyncCommand : Command
{
    private readonly Option<string[]> _files = FileFlag.Create();
    private readonly Option<IReadOnlyDictionary<string, string>> _select = SelectFlag.Create("Remove only resources that carry this label, and send only such. May be given again: all of them.");
    private readonly Option<bool> _yes = Flag.Switch("--yes", "Delete without asking.", "-y");
    private readonly ChangeFlags _change = new();
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public SyncCommand(Shell shell)
        : base("sync", "Makes the desk what the documents hold: adds, changes, and removes what they do not hold. Asks before it deletes.")
    {
        Add(_files);
        Add(_select);
        Add(_yes);
        _change.AddTo(this);
        Add(_output);
        SetAction((parse, cancellation) => SyncRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public SyncOptions Read(ParseResult parse) => new(
        parse.GetRequiredValue(_files), SelectFlag.Read(parse, _select), parse.GetValue(_yes), _change.Read(parse), OutputFlag.Read(parse, _output));
}
