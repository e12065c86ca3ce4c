using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Store;

/// <summary>`frontdesk store`.</summary>
internal sealed class StoreCommand : Command
{
    /// <summary>Shows the store.</summary>
    public const string Status = "status";

    /// <summary>Takes the store as it is.</summary>
    public const string Accept = "accept";

    /// <summary>Brings back what was lost.</summary>
    public const string Restore = "restore";

    /// <summary>Copies the store.</summary>
    public const string BackUp = "backup";

    private readonly Argument<string> _action = new Argument<string>("ACTION")
    {
        Description = "status shows it; backup FILE copies it; after an alarm, restore FILE or restore --journal brings back what was lost, and accept takes the store as it is.",
    }.AcceptOnlyFromAmong(Status, Accept, Restore, BackUp);

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The file to copy into, which must not be there yet, or to restore.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _journal = Flag.Switch("--journal", "Restore the configuration that the control plane's own journal has.");
    private readonly Option<string?> _message = Flag.Text("--message", "TEXT", "Why, for the history.", "-m");
    private readonly Option<bool> _yes = Flag.Switch("--yes", "Do not ask before the store is changed.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public StoreCommand(Shell shell)
        : base("store", "Looks after what the control planes keep everything in: shows it, copies it, and decides after an alarm what is true. All but status are for admins.")
    {
        Add(_action);
        Add(_file);
        Add(_journal);
        Add(_message);
        Add(_yes);
        Add(_output);
        Validators.Add(result =>
        {
            // By their words: what is missing or unknown is told already.
            var action = result.GetResult(_action)?.Tokens.FirstOrDefault()?.Value;
            var file = result.GetResult(_file)?.Tokens.FirstOrDefault()?.Value;
            var journal = result.GetValue(_journal);
            if (action == BackUp && file is null)
            {
                result.AddError("backup wants the file to copy into, as in `frontdesk store backup desk.backup`");
            }
            else if (action == Restore && file is null != journal)
            {
                result.AddError("restore wants either the file of a backup or --journal");
            }
            else if (action is Status or Accept && (file is not null || journal))
            {
                result.AddError($"{action} takes neither a file nor --journal");
            }
        });
        SetAction((parse, cancellation) => StoreRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public StoreOptions Read(ParseResult parse) => new(
        parse.GetValue(_action)!, parse.GetValue(_file), parse.GetValue(_journal), parse.GetValue(_message) ?? "", parse.GetValue(_yes), OutputFlag.Read(parse, _output));
}
