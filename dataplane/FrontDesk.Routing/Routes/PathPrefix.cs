using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Routes;

/// <summary>Takes whole segments from the start of a path.</summary>
internal static class PathPrefix
{
    /// <summary>The path without the prefix; the same string where it does not begin with it.</summary>
    /// <param name="path">The path, normalised.</param>
    /// <param name="prefix">The prefix as <see cref="PathView"/> shows it, without a final slash.</param>
    public static string Strip(string path, string prefix)
    {
        var end = EndOf(path, prefix);
        return end < 0 ? path : end == path.Length ? "/" : path[end..];
    }

    /// <summary>Where the prefix ends in the path; -1 where the path does not begin with it.</summary>
    private static int EndOf(string path, string prefix)
    {
        if (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'))
        {
            return prefix.Length;
        }

        // A spelling with parameters or escapes may still be the prefix to a service: the shortest start of the path that shows as it.
        if (!PathView.IsNeeded(path))
        {
            return -1;
        }

        for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
        {
            end = end < 0 ? path.Length : end;
            if (PathView.Of(path[..end]) == prefix)
            {
                return end;
            }

            if (end == path.Length)
            {
                return -1;
            }
        }
    }
}
