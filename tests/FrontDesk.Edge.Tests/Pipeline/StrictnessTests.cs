namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>HTTP/1.1 by the byte. RFC 9110, RFC 9112.</summary>
public sealed class StrictnessTests(StrictEdge strict) : IClassFixture<StrictEdge>
{
    private const string Next = "GET /next HTTP/1.1\r\nHost: next.test\r\n\r\n";

    public static TheoryData<string> Closing => [.. RefusedBytes.Closing.Keys];

    public static TheoryData<string> GoingOn => [.. RefusedBytes.GoingOn.Keys];

    private static CancellationToken Stop => Patience.Token;

    [Theory]
    [MemberData(nameof(Closing))]
    public async Task What_can_be_delimited_in_two_ways_is_refused_and_nothing_behind_it_is_read(string name)
    {
        var (bytes, statuses) = RefusedBytes.Closing[name];

        var (answer, connection) = await strict.SendAsync(bytes + Next);

        Assert.Contains(answer.Status, statuses);
        Assert.DoesNotContain("next.test", answer.Body, StringComparison.Ordinal);
        Assert.Equal("close", answer.Header("connection"));
        Assert.True(await connection.IsClosedAsync(Stop));
        await connection.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(GoingOn))]
    public async Task What_is_wrong_but_well_delimited_is_refused_and_the_connection_goes_on(string name)
    {
        var (bytes, statuses) = RefusedBytes.GoingOn[name];

        var (answer, connection) = await strict.SendAsync(bytes);

        Assert.Contains(answer.Status, statuses);
        await connection.SendAsync(Next, Stop);
        Assert.Equal("GET next.test /next ", (await connection.ReadAnswerAsync(Stop)).Body);
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: A.Test.:80\r\n\r\n", "GET A.Test.:80 / ")]
    [InlineData("GET / HTTP/1.0\r\nHost: a.test\r\n\r\n", "GET a.test / ")]
    [InlineData("GET / HTTP/1.1\r\nhost:a.test\r\n\r\n", "GET a.test / ")]
    [InlineData("GET / HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\n\r\n", "GET [2001:db8::1]:8080 / ")]
    [InlineData("GET http://a.test/x?y HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test /x?y ")]
    [InlineData("GET http://a.test HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test / ")]
    [InlineData("GET http://a.test?y HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test /?y ")]
    [InlineData("GET /a/./b/../c//d HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test /a/c/d ")]
    [InlineData("GET /%7Ea/%41%c3%a4%20 HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test /~a/A%C3%A4%20 ")]
    [InlineData("GET /x?a=%zz&b=/../%2f|[]?\"' HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test /x?a=%zz&b=/../%2f|[]?\"' ")]
    [InlineData("GET /x? HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test /x? ")]
    [InlineData("FOO /x HTTP/1.1\r\nHost: a.test\r\n\r\n", "FOO a.test /x ")]
    [InlineData("M-SEARCH /x HTTP/1.1\r\nHost: a.test\r\n\r\n", "M-SEARCH a.test /x ")]
    [InlineData("OPTIONS /x HTTP/1.1\r\nHost: a.test\r\n\r\n", "OPTIONS a.test /x ")]
    [InlineData("OPTIONS /x HTTP/1.1\r\nHost: a.test\r\nMax-Forwards: 3\r\n\r\n", "OPTIONS a.test /x ")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length:   5  \r\n\r\nhello", "POST a.test / hello")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 005\r\n\r\nhello", "POST a.test / hello")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "POST a.test / hello")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n00005;a=b;c=\"d e\"\r\nhello\r\n0\r\n\r\n", "POST a.test / hello")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: a\r\n\r\n", "POST a.test / hello")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\nX: a\tb\r\n\r\n", "GET a.test / ")]
    [InlineData("GET /  HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET a.test / ")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello", "POST a.test / hello")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\nX:\r\n\r\n", "GET a.test / ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\n!#$%&'*+-.^_`|~1a: b\r\n\r\n", "GET a.test / ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n", "GET a.test / ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\nUpgrade: websocket\r\n\r\n", "GET a.test / ")]
    public async Task What_the_rules_allow_is_passed_on(string bytes, string seen)
    {
        var (answer, connection) = await strict.SendAsync(bytes);

        Assert.Equal((200, seen), (answer.Status, answer.Body));
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n")]
    [InlineData("OPTIONS /x HTTP/1.1\r\nHost: a.test\r\nMax-Forwards: 0\r\n\r\n")]
    [InlineData("OPTIONS /x HTTP/1.1\r\nHost: a.test\r\nMax-Forwards: 00\r\n\r\n")]
    public async Task OPTIONS_about_the_server_is_answered_by_the_edge(string bytes)
    {
        var (answer, connection) = await strict.SendAsync(bytes);

        Assert.Equal(204, answer.Status);
        Assert.Contains("GET", answer.Header("allow"), StringComparison.Ordinal);
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData("TRACE / HTTP/1.1\r\nHost: a.test\r\n\r\n")]
    [InlineData("CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n")]
    public async Task A_refused_method_is_answered_with_those_that_are_allowed(string bytes)
    {
        var (answer, connection) = await strict.SendAsync(bytes);

        Assert.Equal("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", answer.Header("allow"));
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Requests_in_a_row_are_answered_in_their_order()
    {
        await using var connection = await strict.Edge.ConnectAsync();

        await connection.SendAsync(
            "GET /1 HTTP/1.1\r\nHost: a.test\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a.test\r\nContent-Length: 3\r\n\r\nabcHEAD /3 HTTP/1.1\r\nHost: a.test\r\n\r\n" + Next, Stop);

        Assert.Equal("GET a.test /1 ", (await connection.ReadAnswerAsync(Stop)).Body);
        Assert.Equal("POST a.test /2 abc", (await connection.ReadAnswerAsync(Stop)).Body);
        Assert.Equal("", (await connection.ReadAnswerAsync(Stop, toHead: true)).Body);
        Assert.Equal("GET next.test /next ", (await connection.ReadAnswerAsync(Stop)).Body);
    }

    [Fact]
    public async Task A_client_that_waits_to_be_asked_for_its_body_is_asked()
    {
        await using var connection = await strict.Edge.ConnectAsync();

        await connection.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", Stop);

        Assert.Equal(100, (await connection.ReadHeadAsync(Stop)).Status);
        await connection.SendAsync("hello", Stop);
        Assert.Equal("POST a.test / hello", (await connection.ReadAnswerAsync(Stop)).Body);
    }

    [Fact]
    public async Task A_client_that_waits_to_be_asked_for_its_body_in_vain_is_answered_at_once()
    {
        var (answer, connection) = await strict.SendAsync("POST /%00 HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

        Assert.Equal(400, answer.Status);
        await connection.DisposeAsync();
    }
}
