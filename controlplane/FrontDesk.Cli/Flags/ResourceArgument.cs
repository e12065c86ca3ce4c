using System.CommandLine;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Flags;

/// <summary>The argument that names resources.</summary>
internal static class ResourceArgument
{
    /// <summary>What it is called wherever it stands, so that completion knows that kinds can follow.</summary>
    public const string Name = "RESOURCE";

    /// <summary>Makes it.</summary>
    public static Argument<string[]> Create(string description) => new(Name) { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>Reads `kind/name …`, or `kind name …`.</summary>
    public static IReadOnlyList<ResourceKey> Keys(string[] texts) => texts.Length > 1 && !texts[0].Contains('/', StringComparison.Ordinal)
        ? [.. texts[1..].Select(name => new ResourceKey { Kind = KindText.Parse(texts[0]), Name = name })]
        : [.. texts.Select(KindText.ParseKey)];
}
