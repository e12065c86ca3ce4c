using System.Net;
using System.Net.WebSockets;
using System.Text;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>WebSockets over HTTP/1.1 (RFC 6455) and HTTP/2 (RFC 8441), in all combinations of client and service.</summary>
public sealed class WebSocketTests
{
    private static CancellationToken Stop => Patience.Token;

    [Theory]
    [InlineData("1.1", "http")]
    [InlineData("1.1", "h2c")]
    [InlineData("2.0", "http")]
    [InlineData("2.0", "h2c")]
    public async Task Messages_go_both_ways_until_one_side_closes(string version, string scheme)
    {
        await using var service = await StartAsync(EchoAsync, scheme);
        await using var edge = await RunningEdge.StartAsync(Given.Service("socket", UrlOf(service, scheme)), Given.Route("socket", "socket"));
        using var http = RunningEdge.Client(Version.Parse(version));
        using var socket = Client(version);

        await socket.ConnectAsync(new Uri($"wss://a.example.com:{edge.HttpsPort}/chat?room=1"), http, Stop);
        Assert.Equal("v2.chat", socket.SubProtocol);
        Assert.Equal("/chat?room=1", await EchoedAsync(socket, "where"));
        var large = new string('x', 200_000);
        Assert.Equal(large, await EchoedAsync(socket, large));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Stop);

        Assert.Equal((WebSocketCloseStatus.NormalClosure, "bye"), (socket.CloseStatus, socket.CloseStatusDescription));
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal(version == "1.1" ? 101 : 200, line.GetProperty("status").GetInt32());
        Assert.True(line.GetProperty("responseBytes").GetInt64() > 200_000);
    }

    [Fact]
    public async Task A_silent_socket_lives_by_the_tunnel_time_and_not_by_the_idle_time()
    {
        await using var service = await StartAsync(EchoAsync, "http");
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("socket", service.Url).With(idle: TimeSpan.FromMilliseconds(500)), Given.Route("socket", "socket"));
        using var http = RunningEdge.Client(HttpVersion.Version11);
        using var socket = Client("1.1");
        await socket.ConnectAsync(new Uri($"wss://a.example.com:{edge.HttpsPort}/"), http, Stop);

        using var silence = new PeriodicTimer(TimeSpan.FromSeconds(1.5));
        await silence.WaitForNextTickAsync(Stop);

        Assert.Equal("hello", await EchoedAsync(socket, "hello"));
    }

    [Fact]
    public async Task A_socket_that_is_silent_for_the_tunnel_time_ends()
    {
        await using var service = await StartAsync(EchoAsync, "http");
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("socket", service.Url).With(tunnel: TimeSpan.FromMilliseconds(300)), Given.Route("socket", "socket"));
        using var http = RunningEdge.Client(HttpVersion.Version11);
        using var socket = Client("1.1");
        await socket.ConnectAsync(new Uri($"wss://a.example.com:{edge.HttpsPort}/"), http, Stop);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[10], Stop));
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal("tunnel-timeout", line.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_service_that_wants_no_socket_answers_for_itself(string version)
    {
        await using var service = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("no sockets");
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("socket", service.Url), Given.Route("socket", "socket"));
        using var http = RunningEdge.Client(Version.Parse(version));
        using var socket = Client(version);
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"wss://a.example.com:{edge.HttpsPort}/"), http, Stop));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    private static ClientWebSocket Client(string version)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.AddSubProtocol("v1.chat");
        socket.Options.AddSubProtocol("v2.chat");
        return socket;
    }

    private static Task<HttpBackend> StartAsync(RequestDelegate answer, string scheme) =>
        HttpBackend.StartAsync(
            new WebSocketMiddleware(answer, Options.Create(new WebSocketOptions()), NullLoggerFactory.Instance).Invoke,
            scheme == "h2c" ? HttpProtocols.Http2 : HttpProtocols.Http1);

    private static string UrlOf(HttpBackend service, string scheme) => service.Url.Replace("http:", scheme + ":", StringComparison.Ordinal);

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("v2.chat");
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, Stop) is { MessageType: not WebSocketMessageType.Close } part)
        {
            var where = part.Count == 5 && buffer.AsSpan().StartsWith("where"u8);
            var said = where ? Encoding.ASCII.GetBytes(context.Request.Path + context.Request.QueryString) : buffer.AsMemory(0, part.Count);
            await socket.SendAsync(said, part.MessageType, part.EndOfMessage, Stop);
        }

        await socket.CloseAsync(socket.CloseStatus!.Value, socket.CloseStatusDescription, Stop);
    }

    private static async Task<string> EchoedAsync(ClientWebSocket socket, string text)
    {
        var sending = socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, true, Stop);
        var said = new StringBuilder();
        var buffer = new byte[16 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, Stop);
            said.Append(Encoding.ASCII.GetString(buffer, 0, part.Count));
        }
        while (!part.EndOfMessage);

        await sending;
        return said.ToString();
    }
}
