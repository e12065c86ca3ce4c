using System.Text;
using CsCheck;
using FrontDesk.Edge.Forwarding.Http1;

namespace FrontDesk.Edge.Tests.Forwarding.Http1;

/// <summary>RFC 9112 §4, §5 and §6.</summary>
public sealed class AnswerHeadTests
{
    private static readonly Http1Limits Limits = new() { HeadBytes = 1024, HeadFields = 8 };

    [Fact]
    public void A_head_is_read_with_its_status_reason_and_headers()
    {
        var head = Read("HTTP/1.1 404 Nothing there\r\nserver: x\r\nX-Empty:\r\nSet-Cookie:  a=b \t\r\nset-cookie: c\r\nX-Upper: \u00e4\r\n\r\n");

        Assert.Equal((404, "Nothing there", false, false), (head.Status, head.Reason, head.IsHttp10, head.Closes));
        Assert.Equal(
            new[] { new Field("Server", "x"), new Field("X-Empty", ""), new Field("Set-Cookie", "a=b"), new Field("Set-Cookie", "c"), new Field("X-Upper", "\u00e4") },
            head.Fields.ToArray());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", null, false, false)]
    [InlineData("HTTP/1.1 200\r\n\r\n", null, false, false)]
    [InlineData("HTTP/1.1 200 \r\n\r\n", null, false, false)]
    [InlineData("HTTP/1.1 999 x\r\n\r\n", null, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 5L, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 005\r\n\r\n", 5L, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n", 5L, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", 5L, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", null, true, false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n\r\n", null, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: close\r\n\r\n", null, false, true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", 5L, false, true)]
    public void What_frames_the_body_and_ends_the_connection_is_noted(string text, long? length, bool isChunked, bool closes)
    {
        var head = Read(text);

        Assert.Equal((length, isChunked, closes), (head.Length, head.IsChunked, head.Closes));
    }

    [Theory]
    [InlineData("Keep-Alive: timeout=5", 5)]
    [InlineData("Keep-Alive: max=100, TIMEOUT=7", 7)]
    [InlineData("Keep-Alive: timeout=x", null)]
    [InlineData("Keep-Alive: timeout=99999999", null)]
    [InlineData("Keep-Alive: timeout=-1", null)]
    public void How_long_a_service_keeps_connections_is_noted(string header, int? seconds) =>
        Assert.Equal(seconds, Read($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n").KeepAlive?.TotalSeconds);

    [Theory]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.2 200 OK\r\n\r\n")]
    [InlineData("http/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 x\r\n\r\n")]
    [InlineData("HTTP/1.1 20 x\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 x\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n")]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("hello\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n\tb\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX : a\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: a\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX Y: a\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: \u001b[0m\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5,\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void What_a_lenient_reader_would_guess_at_is_refused(string text) =>
        Assert.Throws<MalformedAnswerException>(() => Read(text));

    [Fact]
    public void An_endless_head_is_refused_at_its_limit_however_it_comes()
    {
        Assert.Throws<MalformedAnswerException>(() => Read("HTTP/1.1 200 OK\r\nX: " + new string('x', 1024)));
        Assert.Throws<MalformedAnswerException>(() => Read("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 9))));
        var text = "HTTP/1.1 200 OK\r\nX: " + new string('x', 1100);
        Assert.Throws<MalformedAnswerException>(() => Read(text, Pieces.Single(text.Length)));
    }

    [Fact]
    public void It_makes_no_difference_how_the_bytes_are_cut()
    {
        const string Text = "HTTP/1.1 207 Some\r\nContent-Length: 12\r\nX-A: b c\r\nConnection: close\r\nKeep-Alive: timeout=3\r\nX-Empty:\r\n\r\n";
        var whole = Seen(Read(Text));

        Pieces.Ends(Text.Length).Sample(ends => Assert.Equal(whole, Seen(Read(Text, ends))));
        Assert.Equal(whole, Seen(Read(Text, Pieces.Single(Text.Length))));
    }

    [Fact]
    public void Whatever_comes_is_a_head_or_is_refused_and_nothing_else() =>
        Gen.OneOf(Gen.OneOf("HTTP/1.1 200 OK", "\r\n", "\n", "X: a", "Content-Length: 3", ":", " ", "Transfer-Encoding: chunked"), Gen.String[Gen.Char['\0', '\u00ff'], 0, 5])
            .Array[0, 12].Select(string.Concat).Sample(text =>
            {
                try
                {
                    new AnswerHead(Limits).Read(Encoding.Latin1.GetBytes(text), out var consumed);
                    return consumed <= text.Length;
                }
                catch (MalformedAnswerException)
                {
                    return true;
                }
            });

    private static string Seen(AnswerHead head) =>
        $"{head.Status} {head.Reason} {head.Length} {head.IsChunked} {head.Closes} {head.KeepAlive} {string.Join('|', head.Fields.ToArray())}";

    private static AnswerHead Read(string text, params int[] ends)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var head = new AnswerHead(Limits);
        var start = 0;
        foreach (var end in ends.Append(bytes.Length))
        {
            if (head.Read(bytes.AsSpan(start, end - start), out var consumed))
            {
                Assert.Equal(bytes.Length, start + consumed);
                return head;
            }

            start += consumed;
        }

        throw new InvalidOperationException("The head is not whole.");
    }
}
