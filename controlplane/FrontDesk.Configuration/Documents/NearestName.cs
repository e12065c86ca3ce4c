namespace FrontDesk.Configuration.Documents;

/// <summary>Finds the known name that someone probably meant.</summary>
public static class NearestName
{
    /// <summary>"Did you mean `hosts`?"; empty where nothing is near.</summary>
    public static string Guess(string name, IEnumerable<string> known)
    {
        var nearest = known.Order(StringComparer.Ordinal).Select(candidate => (Name: candidate, Distance: Distance(name, candidate))).MinBy(pair => pair.Distance);
        return nearest.Name is { } near && nearest.Distance <= Math.Max(1, Math.Max(name.Length, near.Length) / 3) ? $"Did you mean `{near}`?" : "";
    }

    /// <summary>The same, or what is known where nothing is near; empty where nothing is known.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known) => (Guess(name, known), known.Count) switch
    {
        ({ Length: > 0 } guess, _) => guess,
        (_, 0) => "",
        _ => $"Known are {string.Join(", ", known.Order(StringComparer.Ordinal).Take(30))}.",
    };

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that make one of the other; case counts nothing.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Max(left.Length, right.Length) > 64)
        {
            return int.MaxValue;
        }

        var table = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                table[row, column] = row == 0 || column == 0 ? row + column : Cheapest(row, column);
            }
        }

        return table[left.Length, right.Length];

        int Cheapest(int row, int column)
        {
            var cost = Same(row - 1, column - 1) ? 0 : 1;
            var best = Math.Min(Math.Min(table[row - 1, column], table[row, column - 1]) + 1, table[row - 1, column - 1] + cost);
            return row > 1 && column > 1 && Same(row - 1, column - 2) && Same(row - 2, column - 1) ? Math.Min(best, table[row - 2, column - 2] + 1) : best;
        }

        bool Same(int leftAt, int rightAt) => char.ToLowerInvariant(left[leftAt]) == char.ToLowerInvariant(right[rightAt]);
    }
}
