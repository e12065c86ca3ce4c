using System.Buffers;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>Writes a request's line and headers (RFC 9112 §3 and §5), with a framing that is ours alone.</summary>
internal struct RequestHead
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private byte[] _buffer;
    private int _count;

    /// <summary>Writes the head of a request.</summary>
    /// <param name="buffer">Where to; replaced by a larger one where needed.</param>
    /// <param name="request">The request. Its Content-Length is the body's; without one the body is chunked.</param>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="HttpRequestException">A part of it cannot be said in HTTP/1.1.</exception>
    public static int Write(ref byte[] buffer, HttpRequestMessage request)
    {
        var head = new RequestHead { _buffer = buffer };
        head.WriteAll(request);
        buffer = head._buffer;
        return head._count;
    }

    private void WriteAll(HttpRequestMessage request)
    {
        var method = request.Method.Method;
        // As we wrote it. What Uri would make of it, it would make anew for each request.
        var url = request.RequestUri!.OriginalString;
        var target = url.AsSpan(url.IndexOf('/', url.IndexOf("://", StringComparison.Ordinal) + 3));
        if (method.AsSpan().ContainsAnyExcept(TokenCharacters) || target.ContainsAnyExceptInRange('!', '~'))
        {
            throw new HttpRequestException("The request's method or target has a character that cannot stand there.");
        }

        Write(method);
        Write(" "u8);
        Write(target);
        Write(" HTTP/1.1\r\nHost: "u8);
        WriteValue(request.Headers.Host ?? request.RequestUri.Authority);
        Write("\r\n"u8);
        WriteFields(request.Headers);
        if (request.Content is { } content)
        {
            WriteFields(content.Headers);
            WriteFraming(content.Headers.ContentLength);
        }
        else if (method is "POST" or "PUT" or "PATCH")
        {
            // RFC 9110 §8.6: a method that usually has a body says so when it has none.
            Write("Content-Length: 0\r\n"u8);
        }

        Write("\r\n"u8);
    }

    private void WriteFraming(long? length)
    {
        if (length is { } bytes)
        {
            Write("Content-Length: "u8);
            Span<byte> digits = stackalloc byte[20];
            Utf8Formatter.TryFormat(bytes, digits, out var count);
            Write(digits[..count]);
            Write("\r\n"u8);
        }
        else
        {
            Write("Transfer-Encoding: chunked\r\n"u8);
        }
    }

    private void WriteFields(HttpHeaders headers)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (name is "Host" or "Content-Length" or "Transfer-Encoding")
            {
                continue;
            }

            foreach (var value in values)
            {
                Write(name);
                Write(": "u8);
                WriteValue(value);
                Write("\r\n"u8);
            }

            if (name is "TE" && !headers.NonValidated.Contains("Connection"))
            {
                // RFC 9110 §10.1.4
                Write("Connection: TE\r\n"u8);
            }
        }
    }

    private void WriteValue(string value)
    {
        var rest = value.AsSpan();
        while (rest.IndexOfAnyExceptInRange(' ', '\u00FF') is var at and >= 0)
        {
            if (rest[at] != '\t')
            {
                throw new HttpRequestException("A header of the request has a character that cannot stand there.");
            }

            rest = rest[(at + 1)..];
        }

        Write(value);
    }

    private void Write(ReadOnlySpan<char> text) => _count += Encoding.Latin1.GetBytes(text, Room(text.Length));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _count += bytes.Length;
    }

    private Span<byte> Room(int count)
    {
        if (_buffer.Length - _count < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _count + count));
        }

        return _buffer.AsSpan(_count);
    }
}
