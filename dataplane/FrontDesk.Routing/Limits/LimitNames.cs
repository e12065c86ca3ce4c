namespace FrontDesk.Routing.Limits;

/// <summary>Compiles the names of limits in a route or in the settings.</summary>
internal static class LimitNames
{
    private const int Most = 10;

    /// <summary>The names, in order.</summary>
    public static string[] Compile(IReadOnlyList<string> names, Problems problems)
    {
        if (names.Count > Most)
        {
            problems.Add("limits", $"At most {Most} limits are allowed, these are {names.Count}.");
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (names.Take(i).Contains(names[i], StringComparer.Ordinal))
            {
                problems.Add($"limits[{i}]", $"The limit {names[i]} is named twice.", "Name it once.");
            }
        }

        return [.. names];
    }
}
