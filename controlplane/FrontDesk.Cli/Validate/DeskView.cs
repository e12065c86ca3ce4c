using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.Configuration;
using FrontDesk.Configuration.Defaults;

namespace FrontDesk.Cli.Validate;

/// <summary>The documents as a whole desk, with the defaults that the first apply would add.</summary>
internal sealed class DeskView : IConfigurationView
{
    private readonly Dictionary<(Kind, string), Resource> _resources = [];

    /// <summary>Takes the resources and adds what is missing, until nothing is.</summary>
    public DeskView(IEnumerable<Resource> resources)
    {
        Add(resources);
        while (DeskDefaults.Missing(this) is { Count: > 0 } missing)
        {
            Add(missing);
        }
    }

    /// <summary>All resources.</summary>
    public IReadOnlyCollection<Resource> Resources => _resources.Values;

    /// <summary>The kind of a resource.</summary>
    public static Kind KindOf(Resource resource) => (Kind)(int)resource.ConfigCase;

    /// <inheritdoc/>
    public bool TryGet(Kind kind, string name, [MaybeNullWhen(false)] out Resource resource) => _resources.TryGetValue((kind, name), out resource);

    /// <inheritdoc/>
    public IEnumerable<Resource> All(Kind kind) => _resources.Values.Where(resource => KindOf(resource) == kind);

    private void Add(IEnumerable<Resource> resources)
    {
        foreach (var resource in resources)
        {
            _resources[(KindOf(resource), resource.Name)] = resource;
        }
    }
}
