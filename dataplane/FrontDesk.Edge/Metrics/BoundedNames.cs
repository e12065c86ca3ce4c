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

    // Replaced, never changed: requests look names up without a lock.
    private HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The name, or `other`.</summary>
    public string Bound(string name)
    {
        while (true)
        {
            var known = Volatile.Read(ref _known);
            if (known.Contains(name))
            {
                return name;
            }

            if (known.Count == Most)
            {
                return Other;
            }

            var more = new HashSet<string>(known, StringComparer.Ordinal) { name };
            if (Interlocked.CompareExchange(ref _known, more, known) == known)
            {
                return name;
            }
        }
    }
}
