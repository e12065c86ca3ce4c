using System.Buffers;
using System.Text;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>One header or trailer (RFC 9110 §5).</summary>
/// <param name="Name">A token; of a well-known name the usual spelling.</param>
/// <param name="Value">Without white space around; one character a byte.</param>
internal readonly record struct Field(string Name, string Value)
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>Reads a line, given without its end.</summary>
    /// <exception cref="MalformedAnswerException">The line is no header.</exception>
    public static Field Parse(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            // RFC 9112 §5.2
            throw new MalformedAnswerException("A header is continued on the next line.");
        }

        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
        {
            throw new MalformedAnswerException("A header has no name, or one that is no token.");
        }

        var value = line[(colon + 1)..].Trim(" \t"u8);
        CheckText(value);
        return new(FieldNames.Get(line[..colon]), Encoding.Latin1.GetString(value));
    }

    /// <summary>Whether a comma-separated value names an option, in whatever case.</summary>
    public static bool Lists(ReadOnlySpan<char> value, ReadOnlySpan<char> option)
    {
        foreach (var range in value.Split(','))
        {
            if (value[range].Trim(" \t").Equals(option, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Refuses control characters other than tab (RFC 9110 §5.5).</summary>
    /// <exception cref="MalformedAnswerException">There is one.</exception>
    public static void CheckText(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny(Controls))
        {
            throw new MalformedAnswerException("A control character is where text should be.");
        }
    }
}
