using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.JoinToken;

/// <summary>`frontdesk join-token`.</summary>
internal sealed class JoinTokenCommand : Command
{
    private readonly Option<string?> _group = Flag.Text("--group", "GROUP", "The group that its edges will be in. Default: default.");
    private readonly Option<uint?> _uses = Flag.Number("--uses", "COUNT", "How many edges may use it. Default 1.", 1, 10_000);
    private readonly Option<TimeSpan?> _lifetime = Flag.Duration("--lifetime", "How long it is good for. Default 1h.", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public JoinTokenCommand(Shell shell)
        : base("join-token", "Makes a token with which edges join. It is shown this once.")
    {
        Add(_group);
        Add(_uses);
        Add(_lifetime);
        Add(_output);
        SetAction((parse, cancellation) => JoinTokenRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public JoinTokenOptions Read(ParseResult parse) => new(
        parse.GetValue(_group) ?? "", parse.GetValue(_uses) ?? 1, parse.GetValue(_lifetime) ?? TimeSpan.FromHours(1), OutputFlag.Read(parse, _output));
}
