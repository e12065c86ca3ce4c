using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace FrontDesk.Routing.Targets;

/// <summary>Writes the normal form of a path into a buffer that holds three characters for each of the path's.</summary>
internal ref struct PathWriter(Span<char> buffer)
{
    private const string Unreserved = "-._~";
    private const string SubDelimiters = "!$&'()*+,;=:@";
    private const string EscapedWhereFound = "\"<>[]^`{|}";

    private readonly Span<char> _buffer = buffer;
    private int _length;
    private int _segment;

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<char> Written => _buffer[.._length];

    /// <summary>Writes a path that begins with a slash. False, with the reason, where it is unsafe.</summary>
    public bool TryWrite(ReadOnlySpan<char> raw, [MaybeNullWhen(true)] out string reason)
    {
        Put('/');
        _segment = _length;
        for (var i = 1; i < raw.Length;)
        {
            var c = raw[i];
            reason = c switch
            {
                '/' => EndSegment(last: false),
                '%' => TakeEscape(raw, ref i),
                _ => TakePlain(c),
            };
            if (reason is not null)
            {
                return false;
            }

            i += c == '%' ? 0 : 1;
        }

        reason = EndSegment(last: true);
        return reason is null;
    }

    private string? TakePlain(char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || Unreserved.Contains(c) || SubDelimiters.Contains(c))
        {
            Put(c);
            return null;
        }

        if (EscapedWhereFound.Contains(c))
        {
            PutEscape((byte)c);
            return null;
        }

        return c switch
        {
            '\\' => "The path holds a backslash, which some services take for a slash.",
            < ' ' or '\x7f' => "The path holds a control character.",
            > '\x7f' => "The path holds a character beyond ASCII that is not percent-encoded.",
            _ => string.Create(CultureInfo.InvariantCulture, $"The path holds '{c}', which must be percent-encoded there."),
        };
    }

    private string? TakeEscape(ReadOnlySpan<char> raw, ref int i)
    {
        if (!TryReadEscape(raw, i, out var value))
        {
            return "The path holds a percent sign that is not followed by two hexadecimal digits.";
        }

        switch (value)
        {
            case (byte)'/':
                return "The path holds an encoded slash (%2F), which some services take for a slash and some do not.";
            case (byte)'\\':
                return "The path holds an encoded backslash (%5C), which some services take for a slash.";
            case 0:
                return "The path holds an encoded NUL (%00).";
            case < 0x20 or 0x7f:
                return "The path holds an encoded control character.";
            case >= 0x80:
                return TakeRune(raw, ref i);
        }

        i += 3;
        if (char.IsAsciiLetterOrDigit((char)value) || Unreserved.Contains((char)value))
        {
            Put((char)value);
        }
        else
        {
            PutEscape(value);
        }

        return null;
    }

    /// <summary>Takes the escapes of one character beyond ASCII. Overlong forms, which hide slashes and dots, are no UTF-8.</summary>
    private string? TakeRune(ReadOnlySpan<char> raw, ref int i)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        while (count < 4 && TryReadEscape(raw, i + (count * 3), out var value))
        {
            bytes[count++] = value;
        }

        if (Rune.DecodeFromUtf8(bytes[..count], out _, out var used) != System.Buffers.OperationStatus.Done)
        {
            return "The path holds encoded bytes that are no UTF-8.";
        }

        i += used * 3;
        foreach (var value in bytes[..used])
        {
            PutEscape(value);
        }

        return null;
    }

    /// <summary>Ends the segment just written: resolves `.` and `..`, drops an empty one.</summary>
    private string? EndSegment(bool last)
    {
        var segment = _buffer[_segment.._length];
        if (segment is "." or "..")
        {
            _length = _segment;
            return segment.Length == 1 || TryGoUp() ? null : "The path leads above the root.";
        }

        if (segment.StartsWith(".;") || segment.StartsWith("..;") || segment.StartsWith(".%3B") || segment.StartsWith("..%3B"))
        {
            return "The path holds a dot segment with parameters, which some services resolve and some do not.";
        }

        if (!last && !segment.IsEmpty)
        {
            Put('/');
        }

        _segment = _length;
        return null;
    }

    private bool TryGoUp()
    {
        if (_segment == 1)
        {
            return false;
        }

        _length = _segment = _buffer[..(_segment - 1)].LastIndexOf('/') + 1;
        return true;
    }

    private void Put(char c) => _buffer[_length++] = c;

    private void PutEscape(byte value)
    {
        Put('%');
        value.TryFormat(_buffer[_length..], out var written, "X2", CultureInfo.InvariantCulture);
        _length += written;
    }

    private static bool TryReadEscape(ReadOnlySpan<char> raw, int at, out byte value)
    {
        value = 0;
        return at + 2 < raw.Length && raw[at] == '%'
            && byte.TryParse(raw.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
