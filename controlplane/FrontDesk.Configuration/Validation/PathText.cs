using System.Buffers;

namespace FrontDesk.Configuration.Validation;

/// <summary>The syntax of paths as the edges compare and send them.</summary>
internal static class PathText
{
    private static readonly SearchValues<char> Never = SearchValues.Create(" \"#<>?\\^`|\u007f");

    /// <summary>Why no request's normalised path can be, or begin with, this one; null where it can.</summary>
    public static string? WhyUnsafe(string path)
    {
        if (path.AsSpan().ContainsAny(Never) || path.Any(char.IsControl))
        {
            return "it holds a character that must be percent-encoded.";
        }

        var segments = path.Split('/');
        for (var at = 1; at < segments.Length; at++)
        {
            if (segments[at] is "." or "..")
            {
                return "dot segments are resolved before anything is compared.";
            }

            if (segments[at].Length == 0 && at < segments.Length - 1)
            {
                return "double slashes are merged before anything is compared.";
            }
        }

        for (var at = path.IndexOf('%', StringComparison.Ordinal); at >= 0; at = path.IndexOf('%', at + 1))
        {
            if (at + 2 >= path.Length || !char.IsAsciiHexDigit(path[at + 1]) || !char.IsAsciiHexDigit(path[at + 2]))
            {
                return "`%` must be followed by two hexadecimal digits.";
            }

            var escape = path.Substring(at + 1, 2).ToUpperInvariant();
            if (escape is "2F" or "5C" or "00")
            {
                return $"requests with %{escape} in their path are refused.";
            }
        }

        return null;
    }
}
