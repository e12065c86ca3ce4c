using System.Text;

namespace FrontDesk.Routing.Tests.Targets;

/// <summary>The normal form of paths, in the order in which the documentation tells it, by splitting and joining.</summary>
internal static class ReferencePath
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string Delimiters = "!$&'()*+,;=:@/";
    private const string EscapedWhereFound = "\"<>[]^`{|}";

    /// <summary>The normal form; null for what is refused.</summary>
    public static string? Normalise(string raw) => raw.StartsWith('/') && Spell(raw) is { } spelt ? Resolve(spelt) : null;

    /// <summary>Each character in its one spelling.</summary>
    private static string? Spell(string raw)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        for (var i = 0; i < raw.Length; i++)
        {
            var isEscape = raw[i] == '%';
            if (isEscape && (i + 2 >= raw.Length || !char.IsAsciiHexDigit(raw[i + 1]) || !char.IsAsciiHexDigit(raw[i + 2])))
            {
                return null;
            }

            var c = isEscape ? (char)Convert.ToByte(raw.Substring(i + 1, 2), 16) : raw[i];
            i += isEscape ? 2 : 0;
            if (c is < ' ' or '\x7f' or '\\' || (isEscape ? c == '/' : !(Unreserved + Delimiters + EscapedWhereFound).Contains(c)))
            {
                return null;
            }

            bytes.Add((byte)c);
            text.Append(Unreserved.Contains(c) || (!isEscape && Delimiters.Contains(c)) ? $"{c}" : $"%{(int)c:X2}");
        }

        return IsUtf8([.. bytes]) ? text.ToString() : null;
    }

    /// <summary>Without empty segments and dot segments.</summary>
    private static string? Resolve(string path)
    {
        var segments = path.Split('/')[1..];
        var kept = new Stack<string>();
        foreach (var segment in segments)
        {
            if (segment.Replace("%3B", ";", StringComparison.Ordinal) is var plain && (plain.StartsWith(".;", StringComparison.Ordinal) || plain.StartsWith("..;", StringComparison.Ordinal)))
            {
                return null;
            }

            if (segment == ".." && !kept.TryPop(out _))
            {
                return null;
            }

            if (segment is not ("" or "." or ".."))
            {
                kept.Push(segment);
            }
        }

        var endsOpen = segments[^1] is "" or "." or "..";
        return "/" + string.Join('/', kept.Reverse()) + (endsOpen && kept.Count > 0 ? "/" : "");
    }

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
