using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.History;

/// <summary>`frontdesk history`.</summary>
internal sealed class HistoryCommand : Command
{
    private const uint DefaultLimit = 50;

    private readonly Argument<string?> _resource = new(ResourceArgument.Name)
    {
        Description = "Only revisions that changed this resource: kind/name, as in route/shop.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<uint?> _limit = Flag.Number("--limit", "COUNT", "How many revisions at most, the newest first. Default 50.", 1, 100_000);
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public HistoryCommand(Shell shell)
        : base("history", "Lists the revisions: number, time, author, what they changed, and why.")
    {
        Add(_resource);
        Add(_limit);
        Add(_output);
        SetAction((parse, cancellation) => HistoryRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public HistoryOptions Read(ParseResult parse) => new(
        parse.GetValue(_limit) ?? DefaultLimit,
        parse.GetValue(_resource) is { } resource ? KindText.ParseKey(resource) : null,
        OutputFlag.Read(parse, _output));
}
