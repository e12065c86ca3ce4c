using System.Net;
using System.Security.Authentication;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Routing.Services;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>Services with TLS, with real servers.</summary>
public sealed class AlpnHandlerTests
{
    private static CancellationToken Stop => Patience.Token;

    [Theory]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(HttpProtocols.Http2, "HTTP/2")]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    public async Task The_service_is_spoken_to_in_the_protocol_that_it_chose_and_asked_for_by_its_own_name(HttpProtocols protocols, string spoken)
    {
        await using var service = await TlsBackend.StartAsync(TlsBackend.TellAsync, protocols);
        using var invoker = Invoker(service.Port);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"{spoken} localhost shop.example.org", await AskAsync(invoker, service.Port));
        }

        Assert.Equal(1, service.Connections);
    }

    [Fact]
    public async Task Requests_that_come_together_learn_the_protocol_once_and_one_that_leaves_takes_it_from_nobody()
    {
        await using var service = await TlsBackend.StartAsync(TlsBackend.TellAsync, HttpProtocols.Http2);
        using var invoker = Invoker(service.Port);
        using var leaving = new CancellationTokenSource();
        using var request = Request(service.Port, HttpMethod.Get);

        var first = invoker.SendAsync(request, leaving.Token);
        var others = Enumerable.Range(0, 20).Select(_ => AskAsync(invoker, service.Port)).ToArray();
        await leaving.CancelAsync();

        Assert.All(await Task.WhenAll(others), answer => Assert.StartsWith("HTTP/2 ", answer, StringComparison.Ordinal));
        await first.ContinueWith(static _ => { }, TaskScheduler.Default);
        // One to learn, one to use.
        Assert.Equal(2, service.Handshakes);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task The_first_byte_of_an_answer_arrives_before_the_last_byte_of_the_request_is_sent(HttpProtocols protocols)
    {
        await using var service = await TlsBackend.StartAsync(
            async context =>
            {
                await context.Response.StartAsync(Stop);
                await context.Request.Body.CopyToAsync(context.Response.Body, Stop);
            },
            protocols);
        using var invoker = Invoker(service.Port);
        using var body = new OpenContent();
        using var request = Request(service.Port, HttpMethod.Post);
        request.Content = body;

        body.Write("first");
        using var answer = await invoker.SendAsync(request, Stop);
        await using var stream = await answer.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[5];
        await stream.ReadExactlyAsync(buffer, Stop);
        Assert.Equal("first"u8.ToArray(), buffer);

        body.Write("last!");
        body.Complete();
        await stream.ReadExactlyAsync(buffer, Stop);
        Assert.Equal("last!"u8.ToArray(), buffer);
        Assert.Equal(0, await stream.ReadAsync(buffer, Stop));
    }

    [Fact]
    public async Task A_service_that_is_replaced_by_one_of_another_protocol_is_followed()
    {
        var before = await TlsBackend.StartAsync(TlsBackend.TellAsync, HttpProtocols.Http2);
        var port = before.Port;
        using var invoker = Invoker(port);
        Assert.StartsWith("HTTP/2 ", await AskAsync(invoker, port), StringComparison.Ordinal);
        await before.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(invoker, port));

        await using var after = await TlsBackend.StartAsync(TlsBackend.TellAsync, HttpProtocols.Http1, port: port);

        // A request may still be given to the connection that is going away.
        await Eventually.TrueAsync("the new service", async () => await TryAskAsync(invoker, port) is { } answer && answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), Stop);
    }

    [Fact]
    public async Task An_authority_that_is_not_known_or_a_name_that_is_another_is_502()
    {
        await using var service = await TlsBackend.StartAsync(TlsBackend.TellAsync, HttpProtocols.Http1AndHttp2);
        await using var edge = await RunningEdge.StartAsync(Given.Service("tls", $"https://localhost:{service.Port}"), Given.Route("tls", "tls"));
        Assert.Equal(502, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")).Status);

        using var other = new HttpMessageInvoker(new AlpnHandler(Identity("127.0.0.1", service.Port)));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(other, service.Port));
        Assert.Equal(0, service.Connections);
    }

    [Fact]
    public async Task Nothing_below_TLS_1_2_is_spoken()
    {
#pragma warning disable SYSLIB0039, CA5397 // What must not be spoken.
        await using var service = await TlsBackend.StartAsync(TlsBackend.TellAsync, HttpProtocols.Http1, SslProtocols.Tls | SslProtocols.Tls11);
#pragma warning restore SYSLIB0039, CA5397
        using var invoker = Invoker(service.Port);

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(invoker, service.Port));
    }

    [Fact]
    public async Task A_service_that_does_not_finish_the_handshake_takes_too_long()
    {
        await using var service = RawBackend.StartSilent();
        using var invoker = new HttpMessageInvoker(new AlpnHandler(Identity("localhost", service.Port) with { ConnectTimeout = TimeSpan.FromMilliseconds(200) }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(invoker, service.Port));
    }

    internal static HttpMessageInvoker Invoker(int port) => new(new AlpnHandler(Identity("localhost", port)), disposeHandler: true);

    private static ConnectionIdentity Identity(string host, int port) => new(EndpointScheme.Https, host, IPAddress.Loopback, port, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TlsBackend.Trust);

    private static HttpRequestMessage Request(int port, HttpMethod method) => new(method, $"https://localhost:{port}/")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        Headers = { Host = "shop.example.org" },
    };

    private static async Task<string?> TryAskAsync(HttpMessageInvoker invoker, int port)
    {
        try
        {
            return await AskAsync(invoker, port);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<string> AskAsync(HttpMessageInvoker invoker, int port)
    {
        using var request = Request(port, HttpMethod.Get);
        using var answer = await invoker.SendAsync(request, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
