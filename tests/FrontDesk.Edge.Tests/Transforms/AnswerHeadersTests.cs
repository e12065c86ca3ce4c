using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Transforms;

/// <summary>What of a service's answer a client gets, looked at on the wire.</summary>
public sealed class AnswerHeadersTests
{
    [Fact]
    public async Task Headers_about_the_connection_end_at_the_edge_and_all_others_are_passed_on()
    {
        var answer = await AskAsync(
            "HTTP/1.1 200 Fine\r\nConnection: keep-alive, X-Mine\r\nKeep-Alive: timeout=5\r\nX-Mine: a\r\nProxy-Connection: x\r\nAlt-Svc: h3=\":443\"\r\nUpgrade: h2c\r\n"
            + "Server: nginx\r\nDate: Tue, 01 Jan 2030 00:00:00 GMT\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX-Upper: \u00e4\r\nX-Empty:\r\nETag: \"x\"\r\nContent-Length: 2\r\n\r\nok");

        Assert.Equal((200, "ok"), (answer.Status, answer.Body));
        foreach (var name in new[] { "connection", "keep-alive", "x-mine", "proxy-connection", "alt-svc", "upgrade" })
        {
            Assert.Null(answer.Header(name));
        }

        Assert.Equal("nginx", answer.Header("server"));
        Assert.Equal("Tue, 01 Jan 2030 00:00:00 GMT", Assert.Single(Values(answer, "date")));
        Assert.Equal(["a=b", "c=d"], Values(answer, "set-cookie"));
        Assert.Equal("\u00e4", answer.Header("x-upper"));
        Assert.Equal("", answer.Header("x-empty"));
        Assert.Equal("\"x\"", answer.Header("etag"));
    }

    [Fact]
    public async Task An_answer_without_a_date_gets_one_and_no_server_is_made_up()
    {
        var answer = await AskAsync(RecordingBackend.Plain);

        Assert.Single(Values(answer, "date"));
        Assert.Null(answer.Header("server"));
    }

    [Theory]
    [InlineData("", "1.1 frontdesk")]
    [InlineData("Via: 1.1 inner\r\n", "1.1 inner, 1.1 frontdesk")]
    public async Task The_gateway_is_added_to_Via(string received, string expected)
    {
        var answer = await AskAsync($"HTTP/1.1 200 OK\r\n{received}Content-Length: 2\r\n\r\nok");

        Assert.Equal(expected, string.Join(", ", Values(answer, "via")));
    }

    [Fact]
    public async Task Headers_are_removed_then_set_then_added()
    {
        var answer = await AskAsync(
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nX-Powered-By: PHP\r\nX-Set: old\r\nVary: a\r\nVary: b\r\nContent-Length: 2\r\n\r\nok",
            route => route.Response = new()
            {
                Headers = new() { Remove = { "server", "x-powered-by" }, Set = { ["x-set"] = "1" }, Add = { ["vary"] = "c", ["x-set"] = "2" } },
            });

        Assert.Null(answer.Header("server"));
        Assert.Null(answer.Header("x-powered-by"));
        Assert.Equal(["1", "2"], Values(answer, "x-set"));
        Assert.Equal("a, b, c", string.Join(", ", Values(answer, "vary")));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nX-A: b\r\n\r\n", 200, "1000")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nX-A: b\r\n\r\n", 404, "0")]
    public async Task An_answer_to_HEAD_tells_the_length_and_has_no_body(string answered, int status, string length)
    {
        await using var service = RecordingBackend.Start(answered);
        await using var edge = await service.BehindEdgeAsync();
        await using var connection = await edge.ConnectAsync();

        for (var time = 0; time < 2; time++)
        {
            await connection.SendAsync("HEAD / HTTP/1.1\r\nHost: a.test\r\n\r\n", Patience.Token);
            var answer = await connection.ReadAnswerAsync(Patience.Token, toHead: true);
            Assert.Equal((status, length), (answer.Status, answer.Header("content-length")));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nX-A: b\r\n\r\n", 304)]
    public async Task An_answer_that_has_no_body_is_passed_on_without_one(string answered, int status)
    {
        var answer = await AskAsync(answered);

        Assert.Equal(status, answer.Status);
        Assert.Null(answer.Header("content-length"));
        Assert.Null(answer.Header("transfer-encoding"));
        Assert.Equal("b", answer.Header("x-a"));
    }

    [Fact]
    public async Task A_chunked_answer_is_passed_on_whole()
    {
        var answer = await AskAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");

        Assert.Equal("abcdefg", answer.Body);
    }

    private static async Task<RawAnswer> AskAsync(string answered, Action<FrontDesk.Config.V1.RouteConfig>? route = null)
    {
        await using var service = RecordingBackend.Start(answered);
        await using var edge = await service.BehindEdgeAsync(route);
        return await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
    }

    private static string[] Values(RawAnswer answer, string name) => [.. answer.Headers.Where(header => header.Name == name).Select(header => header.Value)];
}
