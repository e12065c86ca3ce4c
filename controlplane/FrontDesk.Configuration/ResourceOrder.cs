using FrontDesk.Config.V1;

namespace FrontDesk.Configuration;

/// <summary>The one order of resources: by kind, then by name, letter by letter.</summary>
public sealed class ResourceOrder : IComparer<Resource>
{
    /// <summary>The order.</summary>
    public static ResourceOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(Resource? x, Resource? y)
    {
        var byKind = ((int?)x?.ConfigCase ?? 0).CompareTo((int?)y?.ConfigCase ?? 0);
        return byKind != 0 ? byKind : string.CompareOrdinal(x?.Name, y?.Name);
    }
}
