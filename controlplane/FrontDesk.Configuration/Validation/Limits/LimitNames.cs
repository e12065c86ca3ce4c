namespace FrontDesk.Configuration.Validation.Limits;

/// <summary>What the list of limits of a route or of the settings must be; that they are there is <see cref="References"/>' to say.</summary>
internal static class LimitNames
{
    private const int Most = 10;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(IList<string> names, ResourceProblems problems)
    {
        problems.CheckCount("limits", names.Count, 0, Most);
        for (var at = 0; at < names.Count; at++)
        {
            if (names.IndexOf(names[at]) < at)
            {
                problems.Error($"limits[{at}]", $"The limit `{names[at]}` is named twice.", "Name it once.");
            }
        }
    }
}
