using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Audit;

/// <summary>`frontdesk audit`.</summary>
internal sealed class AuditCommand : Command
{
    private readonly Option<TimeSpan?> _since = Flag.Duration("--since", "Only what was done in the last so long, such as 1h or 7d.", TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650));
    private readonly Option<string?> _who = Flag.Text("--who", "NAME", "Only what this operator or node did; a token by its id.");
    private readonly Option<string?> _what = Flag.Text("--what", "TEXT", "Only calls or objects that contain this text, such as rollback, route/shop or certificates/www.");
    private readonly Option<uint?> _limit = Flag.Number("--limit", "COUNT", "The newest so many. Default 100.", 1, 50_000);
    private readonly Option<bool> _follow = Flag.Switch("--follow", "Go on with what comes, until Ctrl-C.", "-f");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public AuditCommand(Shell shell)
        : base("audit", "Shows who did what: every change, every read of a secret, and what was refused. Verifies the whole log, and ends with 1 where it was tampered with.")
    {
        Add(_since);
        Add(_who);
        Add(_what);
        Add(_limit);
        Add(_follow);
        Add(_output);
        SetAction((parse, cancellation) => AuditRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public AuditOptions Read(ParseResult parse) => new(
        parse.GetValue(_since), parse.GetValue(_who) ?? "", parse.GetValue(_what) ?? "", parse.GetValue(_limit) ?? 100, parse.GetValue(_follow), OutputFlag.Read(parse, _output));
}
