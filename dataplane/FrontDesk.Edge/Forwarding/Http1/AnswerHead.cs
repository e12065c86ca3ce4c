using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// The status line and the headers of an answer (RFC 9112 §4 and §5), read line by line as the bytes come. It makes no difference how they
/// are cut. Strict: what a lenient reader would guess at is refused.
/// </summary>
internal sealed class AnswerHead(Http1Limits limits)
{
    private Field[] _fields = new Field[16];
    private int _count;
    private int _bytes;
    private bool _hasStatus;

    /// <summary>100 to 999.</summary>
    public int Status { get; private set; }

    /// <summary>The reason phrase; null where it is empty or the usual one.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether the service speaks HTTP/1.0.</summary>
    public bool IsHttp10 { get; private set; }

    /// <summary>The headers, in order.</summary>
    public ReadOnlySpan<Field> Fields => _fields.AsSpan(0, _count);

    /// <summary>Content-Length; null where there is none.</summary>
    public long? Length { get; private set; }

    /// <summary>Whether the body is chunked.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>Whether the service closes the connection after this answer (RFC 9112 §9.6). One that speaks HTTP/1.0 is taken to.</summary>
    public bool Closes { get; private set; }

    /// <summary>How long the service keeps the connection without a request, where it tells (RFC 2068 §19.7.1.1).</summary>
    public TimeSpan? KeepAlive { get; private set; }

    /// <summary>The protocol that is spoken after a 101; null where none is named.</summary>
    public string? Upgrade { get; private set; }

    /// <summary>Reads whole lines.</summary>
    /// <param name="data">What has come and was not read yet.</param>
    /// <param name="consumed">How much of it was read.</param>
    /// <returns>Whether the head is whole. Else it goes on with the next line, when that is whole.</returns>
    /// <exception cref="MalformedAnswerException">It is no HTTP, or too much.</exception>
    public bool Read(ReadOnlySpan<byte> data, out int consumed)
    {
        consumed = 0;
        while (data[consumed..].IndexOf((byte)'\n') is var end and >= 0)
        {
            if (_bytes + consumed + end + 1 > limits.HeadBytes)
            {
                throw TooLarge();
            }

            var line = Line(data.Slice(consumed, end));
            consumed += end + 1;
            if (line.IsEmpty && _hasStatus)
            {
                _bytes += consumed;
                Finish();
                return true;
            }

            Take(line);
        }

        if (_bytes + data.Length >= limits.HeadBytes)
        {
            throw TooLarge();
        }

        _bytes += consumed;
        return false;
    }

    /// <summary>A line without the CR at its end, which must be there (RFC 9112 §2.2).</summary>
    internal static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> upToLineFeed) =>
        upToLineFeed.EndsWith((byte)'\r') ? upToLineFeed[..^1] : throw new MalformedAnswerException("A line ends without a carriage return.");

    private MalformedAnswerException TooLarge() => new($"The answer's head is larger than {limits.HeadBytes} bytes.");

    private void Take(ReadOnlySpan<byte> line)
    {
        if (!_hasStatus)
        {
            ReadStatus(line);
            _hasStatus = true;
            return;
        }

        if (_count == limits.HeadFields)
        {
            throw new MalformedAnswerException($"The answer has more than {limits.HeadFields} headers.");
        }

        if (_count == _fields.Length)
        {
            Array.Resize(ref _fields, _count * 2);
        }

        var field = Field.Parse(line);
        _fields[_count++] = field;
        Note(field);
    }

    private void ReadStatus(ReadOnlySpan<byte> line)
    {
        // HTTP/1.1 200 OK; the space after the status is often forgotten where there is no reason.
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1') || line[8] != ' '
            || line[9] is < (byte)'1' or > (byte)'9' || !char.IsAsciiDigit((char)line[10]) || !char.IsAsciiDigit((char)line[11])
            || (line.Length > 12 && line[12] != ' '))
        {
            throw new MalformedAnswerException("The answer does not begin with the status line of HTTP/1.1.");
        }

        IsHttp10 = Closes = line[7] == '0';
        Status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + line[11] - '0';
        var reason = line.Length > 12 ? line[13..] : default;
        Field.CheckText(reason);
        if (!reason.IsEmpty && !Ascii.Equals(reason, ReasonPhrases.GetReasonPhrase(Status)))
        {
            Reason = Encoding.Latin1.GetString(reason);
        }
    }

    private void Note(in Field field)
    {
        // Names of well-known headers are the table's own strings; their spelling is known.
        switch (field.Name)
        {
            case "Content-Length":
                NoteLength(field.Value);
                break;
            case "Transfer-Encoding":
                if (IsChunked || !field.Value.Equals("chunked", StringComparison.OrdinalIgnoreCase))
                {
                    throw new MalformedAnswerException($"The answer's transfer coding is not `chunked` alone.");
                }

                IsChunked = true;
                break;
            case "Connection":
                Closes |= Field.Lists(field.Value, "close");
                break;
            case "Upgrade":
                Upgrade = field.Value;
                break;
            case "Keep-Alive":
                NoteKeepAlive(field.Value);
                break;
            default:
                break;
        }
    }

    private void NoteLength(string value)
    {
        // RFC 9110 §8.6: the same number said twice, in one header or two, is that number.
        foreach (var range in value.AsSpan().Split(','))
        {
            var digits = value.AsSpan(range).Trim(" \t");
            if (digits.Length is 0 or > 18 || digits.ContainsAnyExceptInRange('0', '9'))
            {
                throw new MalformedAnswerException("The answer's Content-Length is no number.");
            }

            var length = long.Parse(digits, CultureInfo.InvariantCulture);
            if (Length is { } before && before != length)
            {
                throw new MalformedAnswerException("The answer has two different Content-Lengths.");
            }

            Length = length;
        }
    }

    private void NoteKeepAlive(ReadOnlySpan<char> value)
    {
        foreach (var range in value.Split(','))
        {
            var parameter = value[range].Trim(" \t");
            if (parameter.StartsWith("timeout=", StringComparison.OrdinalIgnoreCase) && ushort.TryParse(parameter[8..], CultureInfo.InvariantCulture, out var seconds))
            {
                KeepAlive = TimeSpan.FromSeconds(seconds);
            }
        }
    }

    private void Finish()
    {
        if (IsChunked && (Length is not null || IsHttp10))
        {
            // RFC 9112 §6.1 and §6.3: two lengths are how one message is smuggled inside another.
            throw new MalformedAnswerException(IsHttp10 ? "The answer is chunked, in HTTP/1.0." : "The answer is chunked and has a Content-Length.");
        }
    }
}
