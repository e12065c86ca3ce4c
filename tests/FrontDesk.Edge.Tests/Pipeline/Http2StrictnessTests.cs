namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>HTTP/2 by the frame. RFC 9113 §8.</summary>
public sealed class Http2StrictnessTests(StrictEdge strict) : IClassFixture<StrictEdge>
{
    private static readonly string[] Whole = [":method: GET", ":scheme: https", ":authority: a.example.com", ":path: /x"];

    private static CancellationToken Stop => Patience.Token;

    [Theory]
    [InlineData("connection: close")]
    [InlineData("connection: x-a")]
    [InlineData("keep-alive: timeout=5")]
    [InlineData("proxy-connection: keep-alive")]
    [InlineData("transfer-encoding: chunked")]
    [InlineData("upgrade: websocket")]
    [InlineData("te: gzip")]
    [InlineData("te: trailers, gzip")]
    [InlineData("X-Upper: a")]
    [InlineData("x y: a")]
    [InlineData("x(y): a")]
    [InlineData("x\u00e4: a")]
    [InlineData("x: a\r\nb")]
    [InlineData("x: a\nb")]
    [InlineData("x: a\0b")]
    [InlineData("x: a\u0001b")]
    [InlineData("x: a\u007fb")]
    [InlineData(":status: 200")]
    [InlineData(":unknown: a")]
    [InlineData(":path: /twice")]
    [InlineData("content-length: 5")]
    [InlineData("content-length: +0")]
    [InlineData("content-length: -0")]
    [InlineData("expect: miracles")]
    public async Task A_header_that_HTTP_2_does_not_allow_is_refused(string header)
    {
        await using var connection = await RawHttp2.ConnectAsync(strict.Edge.HttpsPort, "a.example.com", Stop);

        Assert.Contains(await connection.SendAsync([.. Whole, header], null, Stop), new[] { "400", "417", "reset 1", "goaway 1" });
    }

    [Theory]
    [InlineData(":scheme: https|:authority: a.example.com|:path: /")]
    [InlineData(":method: GET|:authority: a.example.com|:path: /")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com")]
    [InlineData(":method: GET|:scheme: https|:path: /")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: x")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: ")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: *")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: https://a.example.com/")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: /a b")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: /a#b")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: /a%00b")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com|:path: /a%2fb")]
    [InlineData(":method: GET|:scheme: https|:authority: user@a.example.com|:path: /")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com:99999|:path: /")]
    [InlineData(":method: GET|:scheme: https|:authority: a.example.com, b.test|:path: /")]
    [InlineData(":method: GET|:scheme: https|:authority: |:path: /")]
    [InlineData(":method: GET|:scheme: https|:path: /|host: a.example.com|host: b.example.com")]
    [InlineData(":method: GET|:scheme: http|:authority: a.example.com|:path: /")]
    [InlineData(":method: G(T|:scheme: https|:authority: a.example.com|:path: /")]
    [InlineData(":method: get|:scheme: https|:authority: a.example.com|:path: /")]
    [InlineData(":method: TRACE|:scheme: https|:authority: a.example.com|:path: /")]
    [InlineData(":method: CONNECT|:authority: a.example.com:443")]
    [InlineData(":method: GET|:scheme: https|x-a: b|:authority: a.example.com|:path: /")]
    public async Task Malformed_pseudo_headers_are_refused(string headers)
    {
        await using var connection = await RawHttp2.ConnectAsync(strict.Edge.HttpsPort, "a.example.com", Stop);

        Assert.Contains(await connection.SendAsync(headers.Split('|'), null, Stop), new[] { "400", "405", "501", "reset 1", "goaway 1" });
    }

    [Theory]
    [InlineData("te: trailers")]
    [InlineData("x-a: b")]
    [InlineData("cookie: a=b")]
    [InlineData("host: a.example.com")]
    [InlineData("content-length: 0")]
    public async Task What_HTTP_2_allows_is_passed_on(string header)
    {
        await using var connection = await RawHttp2.ConnectAsync(strict.Edge.HttpsPort, "a.example.com", Stop);

        Assert.Equal("200", await connection.SendAsync([.. Whole, header], null, Stop));
    }

    [Theory]
    [InlineData("5", "hello", "200")]
    [InlineData("4", "hello", "reset 1")]
    [InlineData("6", "hello", "reset 1")]
    public async Task A_body_is_as_long_as_its_Content_Length_says(string length, string body, string outcome)
    {
        await using var connection = await RawHttp2.ConnectAsync(strict.Edge.HttpsPort, "a.example.com", Stop);

        var actual = await connection.SendAsync([":method: POST", .. Whole[1..], $"content-length: {length}"], body, Stop);

        Assert.Equal(outcome, actual is "400" or "goaway 1" ? "reset 1" : actual);
    }

    [Fact]
    public async Task A_refused_request_leaves_the_connection_to_the_others()
    {
        await using var connection = await RawHttp2.ConnectAsync(strict.Edge.HttpsPort, "a.example.com", Stop);

        Assert.Equal("400", await connection.SendAsync([.. Whole[..3], ":path: /a%2fb"], null, Stop));
        Assert.Equal("200", await connection.SendAsync(Whole, null, Stop));
    }
}
