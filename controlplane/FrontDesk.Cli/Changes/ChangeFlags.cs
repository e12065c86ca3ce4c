using System.CommandLine;
using FrontDesk.Cli.Flags;

namespace FrontDesk.Cli.Changes;

/// <summary>The flags of every command that changes the configuration.</summary>
internal sealed class ChangeFlags
{
    private readonly Option<bool> _wait = Flag.Switch("--wait", "Wait until every edge that was connected at the commit, in every group the change touches, has answered; print the receipt.");
    private readonly Option<TimeSpan?> _timeout = Flag.Duration("--timeout", "How long --wait waits. Default 30s.", TimeSpan.Zero, TimeSpan.FromMinutes(10));
    private readonly Option<bool> _dryRun = Flag.Switch("--dry-run", "Check everything and show what would change, but change nothing.");
    private readonly Option<string?> _message = Flag.Text("--message", "TEXT", "Why, for the history.", "-m");
    private readonly Option<uint?> _expect = Flag.Number("--expect", "REVISION", "Change only if this is the head; otherwise exit with 4.");

    private readonly Option<bool> _allowBehind = Flag.Switch("--allow-behind", "Change also what some edges are too old for: those stay at the revision that they run.");

    private readonly Option<string?> _key = Flag.Text(
        "--idempotency-key", "KEY", "Names this change, 16 to 64 characters: done again with the same key, it is not done twice. Default: a new one for each run.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _wait, _timeout, _dryRun, _message, _expect, _allowBehind, _key })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_key) is { Length: < 16 or > 64 })
            {
                result.AddError("--idempotency-key wants 16 to 64 characters");
            }
        });
    }

    /// <summary>Reads them.</summary>
    public ChangeOptions Read(ParseResult parse) => new()
    {
        Wait = parse.GetValue(_wait),
        Timeout = parse.GetValue(_timeout) ?? ChangeOptions.DefaultTimeout,
        DryRun = parse.GetValue(_dryRun),
        Message = parse.GetValue(_message) ?? "",
        Expect = parse.GetValue(_expect),
        AllowBehind = parse.GetValue(_allowBehind),
        IdempotencyKey = parse.GetValue(_key) ?? "",
    };
}
