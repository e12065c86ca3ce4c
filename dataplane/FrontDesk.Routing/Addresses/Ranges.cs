namespace FrontDesk.Routing.Addresses;

/// <summary>What both families' ranges have in common.</summary>
internal static class Ranges
{
    /// <summary>Sorts ranges and makes one of those that overlap or touch.</summary>
    /// <param name="ranges">First and last address of each.</param>
    /// <param name="joins">Whether a range that begins at the second is joined to one that ends at the first.</param>
    public static (T[] Firsts, T[] Lasts) Merge<T>(List<(T First, T Last)> ranges, Func<T, T, bool> joins)
        where T : struct, IComparable<T>
    {
        ranges.Sort();
        var firsts = new List<T>(ranges.Count);
        var lasts = new List<T>(ranges.Count);
        foreach (var (first, last) in ranges)
        {
            if (lasts.Count > 0 && joins(lasts[^1], first))
            {
                lasts[^1] = last.CompareTo(lasts[^1]) > 0 ? last : lasts[^1];
            }
            else
            {
                firsts.Add(first);
                lasts.Add(last);
            }
        }

        return ([.. firsts], [.. lasts]);
    }
}
