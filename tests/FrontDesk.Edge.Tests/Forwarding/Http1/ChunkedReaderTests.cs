using System.Text;
using CsCheck;
using FrontDesk.Edge.Forwarding.Http1;

namespace FrontDesk.Edge.Tests.Forwarding.Http1;

/// <summary>RFC 9112 §7.1.</summary>
public sealed class ChunkedReaderTests
{
    private static readonly Http1Limits Limits = new() { ChunkLineBytes = 64, TrailerBytes = 128, TrailerFields = 4 };

    [Theory]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("3\r\nabc\r\n4\r\ndefg\r\n000\r\n\r\n", "abcdefg")]
    [InlineData("A\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [InlineData("0005;a=b;c=\"d\"\r\nhello\r\n0;last\r\n\r\n", "hello")]
    [InlineData("5 ; a\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("2\r\n\r\n\r\n0\r\n\r\n", "\r\n")]
    public void A_body_is_what_its_chunks_are_together(string text, string body) => Assert.Equal(body, Read(text).Body);

    [Fact]
    public void Trailers_come_after_the_last_chunk_without_those_that_frame_or_route()
    {
        var (body, trailers) = Read("2\r\nok\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\nx-b:\r\n\r\n");

        Assert.Equal("ok", body);
        Assert.Equal("X-Sum=1|x-b=", trailers);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("x\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("+1\r\n")]
    [InlineData("0x5\r\nhello\r\n")]
    [InlineData(" 5\r\nhello\r\n")]
    [InlineData("5 \r\nhello\r\n")]
    [InlineData("5 5\r\nhello\r\n")]
    [InlineData("5\nhello\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhelloworld\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("5;\0\r\nhello\r\n")]
    [InlineData("1000000000000000\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("0\r\nX\r\n\r\n")]
    [InlineData("0\r\n X: a\r\n\r\n")]
    [InlineData("0\r\nX: a\n\r\n")]
    [InlineData("0\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n\r\n")]
    public void Bad_framing_is_refused(string text) => Assert.Throws<MalformedAnswerException>(() => Read(text));

    [Fact]
    public void Endless_extensions_and_trailers_are_refused()
    {
        Assert.Throws<MalformedAnswerException>(() => Read("5;" + new string('x', 80)));
        Assert.Throws<MalformedAnswerException>(() => Read("0\r\nX: " + new string('x', 200)));
        var many = "0\r\n" + string.Concat(Enumerable.Repeat("X: " + new string('x', 50) + "\r\n", 3)) + "\r\n";
        Assert.Throws<MalformedAnswerException>(() => Read(many));
    }

    [Fact]
    public void It_makes_no_difference_how_the_bytes_are_cut() =>
        (from chunks in Gen.String[Gen.Char['\0', '\u00ff'], 1, 40].Array[0, 6]
         let text = string.Concat(chunks.Select(chunk => $"{chunk.Length:x}\r\n{chunk}\r\n")) + "0\r\nX-Sum: 7\r\n\r\n"
         from ends in Pieces.Ends(text.Length)
         select (chunks, text, ends)).Sample(sample =>
         {
             var expected = (string.Concat(sample.chunks), "X-Sum=7");
             return expected == Read(sample.text, sample.ends) && expected == Read(sample.text, Pieces.Single(sample.text.Length));
         });

    /// <summary>Reads as the answer's body does: framing by the reader, data by count.</summary>
    private static (string Body, string Trailers) Read(string text, params int[] ends)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var reader = new ChunkedReader(Limits);
        var body = new StringBuilder();
        var start = 0;
        foreach (var end in ends.Append(bytes.Length))
        {
            bool isThere;
            do
            {
                isThere = reader.Advance(bytes.AsSpan(start, end - start), out var consumed);
                start += consumed;
                if (reader.IsDone)
                {
                    Assert.Equal(bytes.Length, start);
                    return (body.ToString(), string.Join('|', reader.Trailers.ToArray().Select(field => $"{field.Name}={field.Value}")));
                }

                var count = isThere ? (int)Math.Min(reader.Remaining, end - start) : 0;
                if (count > 0)
                {
                    body.Append(text, start, count);
                    reader.Take(count);
                    start += count;
                }
            }
            while (isThere && start < end);
        }

        throw new InvalidOperationException("The body is not whole.");
    }
}
