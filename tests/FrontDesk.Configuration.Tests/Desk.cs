using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Validation;

namespace FrontDesk.Configuration.Tests;

/// <summary>A configuration in memory, read from a document.</summary>
internal sealed class Desk : IConfigurationView
{
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<(Kind, string), Resource> _resources;

    public Desk(IEnumerable<Resource> resources) => _resources = resources.ToDictionary(resource => (KindOf(resource), resource.Name));

    public static Desk Of(string yaml)
    {
        var read = DocumentReader.Read([new SourceFile("desk.yaml", yaml)], _ => null);
        Assert.Empty(read.Problems);
        return new Desk(read.Resources);
    }

    /// <summary>What a property shows of a failed case.</summary>
    public override string ToString() => string.Join('\n', Resources);

    public IEnumerable<Resource> Resources => _resources.Values;

    public static Kind KindOf(Resource resource) => (Kind)(int)resource.ConfigCase;

    public bool TryGet(Kind kind, string name, [MaybeNullWhen(false)] out Resource resource) => _resources.TryGetValue((kind, name), out resource);

    public IEnumerable<Resource> All(Kind kind) => _resources.Values.Where(resource => KindOf(resource) == kind);

    /// <summary>What the validator says of all resources, as people read it.</summary>
    public string[] Validate() => ValidateChange([.. _resources.Keys]);

    public IReadOnlyList<ResourceKey> Keys => [.. _resources.Keys.Select(key => new ResourceKey { Kind = key.Item1, Name = key.Item2 })];

    /// <summary>What the validator says where only these changed.</summary>
    public string[] ValidateChange(params (Kind Kind, string Name)[] changed) =>
        [.. ConfigurationValidator.Validate(this, [.. changed.Select(key => new ResourceKey { Kind = key.Kind, Name = key.Name })], Now).Select(ProblemText.Format)];
}
