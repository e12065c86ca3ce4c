using System.Net;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>A route's `request.maxBody`.</summary>
public sealed class BodyLimitTests : IAsyncLifetime
{
    private HttpBackend _service = null!;
    private RunningEdge _edge = null!;
    private int _served;

    private static CancellationToken Stop => Patience.Token;

    public async ValueTask InitializeAsync()
    {
        _service = await HttpBackend.StartAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync(context.RequestAborted);
            Interlocked.Increment(ref _served);
            await context.Response.WriteAsync(text, context.RequestAborted);
        });
        _edge = await RunningEdge.StartAsync(Given.Service("small", _service.Url), Given.Route("small", route =>
        {
            route.To.Add(new FrontDesk.Config.V1.Destination { Service = "small" });
            route.Request = new() { MaxBody = 5 };
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")]
    public async Task A_body_of_the_size_that_is_allowed_is_passed_on(string body)
    {
        var answer = await _edge.SendAsync($"POST / HTTP/1.1\r\nHost: a.test\r\n{body}");

        Assert.Equal((200, "hello"), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("Content-Length: 6\r\n\r\nhello!")]
    [InlineData("Content-Length: 6\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("Content-Length: 9000000000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n4\r\nllo!\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n6\r\nhello!\r\n")]
    public async Task A_larger_body_is_413_and_the_service_never_takes_it_for_whole(string body)
    {
        await using var connection = await _edge.ConnectAsync();
        await connection.SendAsync($"POST / HTTP/1.1\r\nHost: a.test\r\n{body}", Stop);

        var answer = await connection.ReadAnswerAsync(Stop);

        Assert.Equal((413, "close"), (answer.Status, answer.Header("connection")));
        Assert.Equal(0, Volatile.Read(ref _served));
        Assert.True(await connection.IsClosedAsync(Stop));
        Assert.Equal("body-too-large", Assert.Single(await _edge.StopAndReadLogAsync()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Over_HTTP_2_a_body_of_unknown_length_is_413_too()
    {
        using var client = RunningEdge.Client(HttpVersion.Version20);
        using var body = new OpenContent();
        body.Write("hello");
        body.Write("!");

        using var answer = await client.PostAsync($"https://a.example.com:{_edge.HttpsPort}/", body, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        body.Complete();
    }
}
