namespace FrontDesk.Configuration.Validation.Compression;

/// <summary>What a route's `compression` must be.</summary>
internal static class CompressionRules
{
    private const int MaxTypes = 50;
    private const int MaxType = 127;
    private const ulong LargestMinSize = 1UL << 30;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(Config.V1.Compression? compression, ResourceProblems problems)
    {
        if (compression is null)
        {
            return;
        }

        problems.CheckCount("compression.types", compression.Types_.Count, 0, MaxTypes);
        for (var at = 0; at < compression.Types_.Count; at++)
        {
            if (!IsType(compression.Types_[at]))
            {
                problems.Error($"compression.types[{at}]", $"`{compression.Types_[at]}` is not a media type.", "Write for example application/json or text/*.");
            }
        }

        if (compression.MinSize > LargestMinSize)
        {
            problems.Error("compression.minSize", "The size is out of range.", "Use 0 to 1 GiB.");
        }
    }

    private static bool IsType(string text) =>
        text.Length <= MaxType && text.Split('/') is [var type, var subtype] && !type.Contains('*', StringComparison.Ordinal) && HeaderText.IsToken(type)
        && (subtype == "*" || (!subtype.Contains('*', StringComparison.Ordinal) && HeaderText.IsToken(subtype)));
}
