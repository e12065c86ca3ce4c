using System.Runtime.InteropServices;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// Reads the framing of a chunked body (RFC 9112 §7.1) as the bytes come; the chunks' data it only counts. It makes no difference how the bytes are cut.
/// </summary>
internal struct ChunkedReader(Http1Limits limits)
{
    // 15 digits are 1 EiB.
    private const int MostDigits = 15;

    private Step _step;
    private int _trailerBytes;
    private List<Field>? _trailers;

    private enum Step
    {
        Size,
        Data,
        DataEnd,
        Trailers,
        Done,
    }

    /// <summary>Data of the present chunk that was not taken yet.</summary>
    public long Remaining { readonly get; private set; }

    /// <summary>Whether the body is at its end.</summary>
    public readonly bool IsDone => _step == Step.Done;

    /// <summary>The trailers, once the body is at its end.</summary>
    public readonly ReadOnlySpan<Field> Trailers => CollectionsMarshal.AsSpan(_trailers);

    /// <summary>Reads framing up to data, or to the body's end.</summary>
    /// <param name="data">What has come and was not read yet.</param>
    /// <param name="consumed">How much of it was framing.</param>
    /// <returns>Whether data follows or the body is at its end. Else it goes on when more has come.</returns>
    /// <exception cref="MalformedAnswerException">It is no chunked body, or too much.</exception>
    public bool Advance(ReadOnlySpan<byte> data, out int consumed)
    {
        consumed = 0;
        while (_step is not (Step.Data or Step.Done))
        {
            var end = data[consumed..].IndexOf((byte)'\n');
            var most = _step switch { Step.Size => limits.ChunkLineBytes, Step.DataEnd => 2, _ => limits.TrailerBytes - _trailerBytes };
            if ((end < 0 ? data.Length - consumed : end + 1) > most)
            {
                throw new MalformedAnswerException("The framing of a chunk is larger than allowed.");
            }

            if (end < 0)
            {
                return false;
            }

            var line = AnswerHead.Line(data.Slice(consumed, end));
            consumed += end + 1;
            Take(line);
        }

        return true;
    }

    /// <summary>Data was taken, at most what remains.</summary>
    public void Take(long count)
    {
        Remaining -= count;
        if (Remaining == 0)
        {
            _step = Step.DataEnd;
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        switch (_step)
        {
            case Step.Size:
                Remaining = Size(line);
                _step = Remaining == 0 ? Step.Trailers : Step.Data;
                break;
            case Step.DataEnd:
                _step = line.IsEmpty ? Step.Size : throw new MalformedAnswerException("A chunk is longer than it said.");
                break;
            case Step.Trailers when line.IsEmpty:
                _step = Step.Done;
                break;
            default:
                TakeTrailer(line);
                break;
        }
    }

    private void TakeTrailer(ReadOnlySpan<byte> line)
    {
        _trailerBytes += line.Length + 2;
        _trailers ??= [];
        if (_trailers.Count == limits.TrailerFields)
        {
            throw new MalformedAnswerException($"The answer has more than {limits.TrailerFields} trailers.");
        }

        var field = Field.Parse(line);
        // RFC 9110 §6.5.1: what frames or routes a message cannot come after it.
        if (field.Name is not ("Content-Length" or "Transfer-Encoding" or "Connection" or "Keep-Alive" or "Upgrade" or "Trailer"))
        {
            _trailers.Add(field);
        }
    }

    private static long Size(ReadOnlySpan<byte> line)
    {
        var size = 0L;
        var digits = 0;
        while (digits < line.Length && HexDigit(line[digits]) is var value and >= 0)
        {
            size = (size << 4) | (long)value;
            if (++digits > MostDigits)
            {
                throw new MalformedAnswerException("A chunk's size is too large.");
            }
        }

        var rest = line[digits..].TrimStart(" \t"u8);
        if (digits == 0 || (rest.IsEmpty ? line.Length > digits : rest[0] != ';'))
        {
            throw new MalformedAnswerException("A chunk does not begin with its size.");
        }

        Field.CheckText(rest);
        return size;
    }

    private static int HexDigit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };
}
