using System.Collections.Concurrent;

namespace FrontDesk.Edge.Metrics;

/// <summary>
/// Names as values of a metric's tag: the first so many are themselves, all later ones are `other`, so that 100,000 routes do not make 100,000
/// time series. Each is in the access log under its own name.
/// </summary>
internal sealed class BoundedNames
{
    /// <summary>How many names there are at most.</summary>
    public const int Most = 200;

    /// <summary>What the others are called.</summary>
    public const string Other = "other";

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The name, or `other`.</summary>
    public string Bound(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        return _known.Count < Most ? _known.GetOrAdd(name, name) : Other;
    }
}
