using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace FrontDesk.Configuration.Validation;

/// <summary>The syntax of paths as the edges compare and send them: what no request's normal form can hold is told here.</summary>
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
            if (Decode(segments[at], out var decoded) is { } why)
            {
                return why;
            }

            if (decoded is "." or "..")
            {
                return "dot segments are resolved before anything is compared.";
            }

            if (decoded.StartsWith(".;", StringComparison.Ordinal) || decoded.StartsWith("..;", StringComparison.Ordinal))
            {
                return "requests with parameters on a dot segment are refused.";
            }

            if (decoded.Length == 0 && at < segments.Length - 1)
            {
                return "double slashes are merged before anything is compared.";
            }
        }

        return null;
    }

    /// <summary>Decodes a segment; says why where requests with such an escape are refused.</summary>
    private static string? Decode(string segment, out string decoded)
    {
        decoded = segment;
        if (!segment.Contains('%', StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new List<byte>();
        for (var at = 0; at < segment.Length; at++)
        {
            if (segment[at] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(segment, at, char.IsHighSurrogate(segment[at]) ? 2 : 1));
                at += char.IsHighSurrogate(segment[at]) ? 1 : 0;
                continue;
            }

            if (at + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[at + 1]) || !char.IsAsciiHexDigit(segment[at + 2]))
            {
                return "`%` must be followed by two hexadecimal digits.";
            }

            var value = Convert.FromHexString(segment.AsSpan(at + 1, 2))[0];
            if (value is < 0x20 or 0x7F or (byte)'/' or (byte)'\\')
            {
                return $"requests with %{value:X2} in their path are refused.";
            }

            bytes.Add(value);
            at += 2;
        }

        decoded = Encoding.UTF8.GetString([.. bytes]);
        return Utf8.IsValid([.. bytes]) ? null : "its escapes are no UTF-8.";
    }
}
