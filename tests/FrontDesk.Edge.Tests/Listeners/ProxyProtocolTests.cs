using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;
using Microsoft.Extensions.DependencyInjection;

namespace FrontDesk.Edge.Tests.Listeners;

/// <summary>A whole edge behind a balancer at 127.0.0.1 that speaks the PROXY protocol.</summary>
public sealed class ProxyProtocolTests : IAsyncLifetime
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const string V1 = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n";
    private const string V2 = "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c\u00c0\0\u0002\u0009\u00c6\u0033\u0064\u0001\u00dc\u0004\u0001\u00bb";

    private readonly int _port = FreePort.Next();
    private readonly int _tls = FreePort.Next();
    private ServedEdge _served = null!;
    private HttpBackend _service = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await HttpBackend.StartEchoAsync("app");
        _served = await ServedEdge.StartAsync(services: services => services.AddSingleton(new ListenerLimits { Handshake = TimeSpan.FromSeconds(1) }));
        await _served.PutAsync(
            Trusting(Resources.Plain("http", _port), "127.0.0.1"),
            Trusting(Resources.Tls("https", _tls), "127.0.0.0/8"),
            _served.Certificate("a", "a.test"),
            Resources.Service("app", _service.Url),
            Resources.Forward("app", "a.test", "app"));
    }

    public async ValueTask DisposeAsync()
    {
        await _served.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData(V1, "192.0.2.7")]
    [InlineData(V2, "192.0.2.9")]
    [InlineData("PROXY UNKNOWN\r\n", "127.0.0.1")]
    public async Task The_client_is_the_one_that_the_balancer_tells_of(string header, string client)
    {
        await using var connection = await ServedEdge.ConnectAsync(_port);

        // One byte at a time, and what follows with it.
        foreach (var part in header[..^1])
        {
            await connection.SendAsync($"{part}", Stop);
        }

        await connection.SendAsync(header[^1..] + Get, Stop);
        Assert.Contains($"\nx-forwarded-for: {client}\n", (await connection.ReadAnswerAsync(Stop)).Body, StringComparison.Ordinal);

        // It is the connection's, not the first request's.
        await connection.SendAsync(Get, Stop);
        Assert.Contains($"\nx-real-ip: {client}\n", (await connection.ReadAnswerAsync(Stop)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_header_comes_before_TLS()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _tls, Stop);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(V2), Stop);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "a.test" }, Stop);

        await tls.WriteAsync(Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n"), Stop);

        using var reader = new StreamReader(tls);
        Assert.Contains("\nx-forwarded-for: 192.0.2.9\n", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Get)]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n" + Get)]
    [InlineData("PROXY TCP4 192.0.2.7")]
    [InlineData("")]
    public async Task A_balancers_connection_without_a_header_is_closed_and_answers_nothing(string begun)
    {
        await using var connection = await ServedEdge.ConnectAsync(_port);

        await connection.SendAsync(begun, Stop);

        Assert.True(await connection.IsClosedAsync(Stop));
    }

    [Fact]
    public async Task Nobody_else_is_believed_and_a_change_holds_from_the_next_connection_on_without_another_socket()
    {
        await using var before = await ServedEdge.ConnectAsync(_port);
        await before.SendAsync(V1 + Get, Stop);
        Assert.Equal(200, (await before.ReadAnswerAsync(Stop)).Status);

        await _served.PutAsync(Trusting(Resources.Plain("http", _port), "192.0.2.0/24"));

        await using var other = await ServedEdge.ConnectAsync(_port);
        await other.SendAsync(V1 + Get, Stop);
        Assert.Equal(400, (await other.ReadAnswerAsync(Stop)).Status);
        await using var plain = await ServedEdge.ConnectAsync(_port);
        await plain.SendAsync(Get, Stop);
        Assert.Contains("\nx-forwarded-for: 127.0.0.1\n", (await plain.ReadAnswerAsync(Stop)).Body, StringComparison.Ordinal);
        await before.SendAsync(Get, Stop);
        Assert.Contains("\nx-forwarded-for: 192.0.2.7\n", (await before.ReadAnswerAsync(Stop)).Body, StringComparison.Ordinal);
    }

    private static Resource Trusting(Resource listener, params string[] balancers)
    {
        listener.Listener.ProxyProtocol = new ProxyProtocol { From = { balancers } };
        return listener;
    }
}
