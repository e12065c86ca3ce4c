using System.Net;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Networking;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.EndToEnd.Tests.Sites;

/// <summary>A document becomes a running fleet.</summary>
public class SiteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_line_brings_listeners_and_a_certificate_of_its_own()
    {
        await using var desk = await TestDesk.StartAsync(Stop);

        var dry = (await desk.RunAsync(Stop, "apply", "-f", desk.Write("desk.yaml", "routes: { shop.example.com: http://127.0.0.1:9000 }\n"), "--dry-run")).Expect();

        foreach (var added in new[] { "listener/http", "listener/https", "certificate/shop.example.com", "service/shop.example.com", "route/shop.example.com" })
        {
            Assert.Contains(added, dry.Output + dry.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_answer_of_an_http2_service_starts_before_the_request_has_ended()
    {
        await using var service = await StartConversationAsync(HttpProtocols.Http2);
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        await desk.ApplyAsync(Sites.Document(desk, service.Url.Replace("http:", "h2c:", StringComparison.Ordinal)), Stop);

        await using var connection = await RawConnection.ConnectAsync(edge.Address, desk.HttpPort, Stop);
        await connection.SendAsync("POST / HTTP/1.1\r\nHost: plain.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Stop);
        Assert.Equal(200, (await connection.ReadHeadAsync(Stop)).Status);
        Assert.Equal("hello", await connection.ReadChunkAsync(Stop));
        await connection.SendAsync("0\r\n\r\n", Stop);
        Assert.Equal("", await connection.ReadChunkAsync(Stop));
    }

    [Fact]
    public async Task The_answer_of_an_http1_service_starts_before_an_http1_request_has_ended()
    {
        await using var service = await StartConversationAsync();
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        await desk.ApplyAsync(Sites.Document(desk, service.Url), Stop);

        await using var connection = await RawConnection.ConnectAsync(edge.Address, desk.HttpPort, Stop);
        await connection.SendAsync("POST / HTTP/1.1\r\nHost: plain.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Stop);
        Assert.Equal(200, (await connection.ReadHeadAsync(Stop)).Status);
        Assert.Equal("hello", await connection.ReadChunkAsync(Stop));
        await connection.SendAsync("0\r\n\r\n", Stop);
        Assert.Equal("", await connection.ReadChunkAsync(Stop));
    }

    [Fact]
    public async Task The_answer_of_an_http1_service_starts_before_an_http2_request_has_ended()
    {
        await using var service = await StartConversationAsync();
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        await desk.ApplyAsync(Sites.Document(desk, service.Url), Stop);

        using var client = desk.Client(edge, HttpVersion.Version20);
        using var body = new SpokenContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, desk.Https("shop.test"))
        {
            Content = body,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        body.Say("hello");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var heard = await answer.Content.ReadAsStreamAsync(Stop);
        var word = new byte[5];
        await heard.ReadExactlyAsync(word, Stop);
        Assert.Equal("hello"u8, word);
        body.End();
        Assert.Equal(0, await heard.ReadAsync(word, Stop));
    }

    /// <summary>A service that says what it hears, as it hears it.</summary>
    private static Task<HttpBackend> StartConversationAsync(HttpProtocols protocols = HttpProtocols.Http1) => HttpBackend.StartAsync(
        async context =>
        {
            await context.Response.StartAsync(context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
        },
        protocols);
}
