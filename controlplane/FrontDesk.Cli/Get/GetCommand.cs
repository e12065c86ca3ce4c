using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Get;

/// <summary>`frontdesk get`.</summary>
internal sealed class GetCommand : Command
{
    private readonly Argument<string[]> _resource = new(ResourceArgument.Name)
    {
        Description = "A kind (routes), a kind and a name (route shop), or both in one (route/shop). Default: everything.",
        Arity = new ArgumentArity(0, 2),
    };

    private readonly Option<uint?> _revision = Flag.Number("--revision", "REVISION", "At this revision. Default: the head.");
    private readonly Option<IReadOnlyDictionary<string, string>> _select = SelectFlag.Create("Only resources that carry this label. May be given again: all of them.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public GetCommand(Shell shell)
        : base("get", "Shows resources as they are stored. As YAML: a document that applies again.")
    {
        Add(_resource);
        Add(_revision);
        Add(_select);
        Add(_output);
        SetAction((parse, cancellation) => GetRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public GetOptions Read(ParseResult parse)
    {
        var key = Key(parse.GetValue(_resource) ?? []);
        return new GetOptions(key.Kind, key.Name, parse.GetValue(_revision) ?? 0, SelectFlag.Read(parse, _select), OutputFlag.Read(parse, _output));
    }

    private static ResourceKey Key(string[] resource) => resource switch
    {
        [] => new ResourceKey(),
        [var kind] when !kind.Contains('/', StringComparison.Ordinal) => new ResourceKey { Kind = KindText.Parse(kind) },
        [var key] => KindText.ParseKey(key),
        [var kind, var name, ..] => new ResourceKey { Kind = KindText.Parse(kind), Name = name },
    };
}
