namespace FrontDesk.Configuration.Validation.Routes;

/// <summary>The syntax of routes' paths: `/exact`, `/prefix/*`, `/users/{id}/x`, `~regex`.</summary>
internal static class PathPatterns
{
    private const int MaxLength = 2048;

    /// <summary>Tells what is wrong with a path.</summary>
    public static void Check(string field, string path, ResourceProblems problems)
    {
        if (path.Length is 0 or > MaxLength)
        {
            problems.Error(field, $"A path has 1 to {MaxLength:N0} characters, this one has {path.Length:N0}.");
        }
        else if (path[0] == '~')
        {
            Expressions.Check(field, path[1..], problems);
        }
        else if (path[0] != '/')
        {
            problems.Error(field, $"The path `{path}` does not begin with a slash.", $"Write `/{path}`, or `~{path}` for a regular expression.");
        }
        else if (Why(path) is { } why)
        {
            problems.Error(field, $"The path `{path}` cannot be matched: {why}");
        }
    }

    /// <summary>Tells what is wrong with a prefix of whole segments.</summary>
    public static void CheckPrefix(string field, string prefix, ResourceProblems problems)
    {
        if (prefix.Length is < 2 or > MaxLength || prefix[0] != '/' || prefix.AsSpan().IndexOfAny("*{}") >= 0 || HasParameters(prefix) || PathText.WhyUnsafe(prefix) is not null)
        {
            problems.Error(field, $"`{prefix}` is not a prefix of whole segments.", "Write for example /api.");
        }
    }

    private static string? Why(string path)
    {
        var segments = path[1..].Split('/');
        for (var at = 0; at < segments.Length; at++)
        {
            var segment = segments[at];
            var isRest = segment == "*" && at == segments.Length - 1;
            if (segment.Contains('*', StringComparison.Ordinal) && !isRest)
            {
                return "`*` stands only at the end, as `/*`. A literal one is written %2A.";
            }

            if (segment.AsSpan().IndexOfAny('{', '}') >= 0 && !IsPlaceholder(segment))
            {
                return "`{name}` stands for a whole segment. A literal brace is written %7B or %7D.";
            }

            if (HasParameters(segment))
            {
                return "parameters (`;` and what follows it in a segment) are left out before matching.";
            }
        }

        return PathText.WhyUnsafe(path);
    }

    private static bool HasParameters(string text) => text.Contains(';', StringComparison.Ordinal) || text.Contains("%3B", StringComparison.OrdinalIgnoreCase);

    private static bool IsPlaceholder(string segment) =>
        segment.Length > 2 && segment[0] == '{' && segment[^1] == '}' && segment.AsSpan(1, segment.Length - 2).IndexOfAny('{', '}') < 0;
}
