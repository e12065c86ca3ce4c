using System.Net;
using System.Net.Sockets;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Listeners;

/// <summary>Listeners appear, change and go while the edge serves.</summary>
public sealed class ListenerChangeTests
{
    private static readonly string[] Http2Request = [":method: GET", ":scheme: https", ":authority: a.test", ":path: /"];
    private readonly int _port = FreePort.Next();
    private readonly int _other = FreePort.Next();
    private readonly int _tls = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_that_appears_or_goes_touches_no_connection_of_another()
    {
        await using var service = EchoingTunnel();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(
            Resources.Plain("web", _port), Resources.Tls("secure", _tls), Resources.Plain("gone", _other), Resources.Answer("hello", "a.test", "hello"),
            served.Certificate("site", "a.test"), Resources.Service("tunnel", service.Url), Resources.Forward("tunnel", "tunnel.test", "tunnel"));
        await using var keepAlive = await ServedEdge.ConnectAsync(_port);
        Assert.Equal("hello", (await ServedEdge.GetAsync(keepAlive)).Body);
        await using var http2 = await RawHttp2.ConnectAsync(_tls, "a.test", Stop);
        Assert.Equal("200", await http2.SendAsync(Http2Request, null, Stop));
        await using var tunnel = await UpgradeAsync();
        Assert.Equal("ping", await EchoAsync(tunnel, "ping"));

        await served.DeleteAsync(Kind.Listener, "gone");
        var appeared = FreePort.Next();
        await served.PutAsync(Resources.Plain("new", appeared), Resources.Answer("hello", "a.test", "changed"));

        Assert.Equal("changed", (await ServedEdge.GetAsync(keepAlive)).Body);
        Assert.Equal("200", await http2.SendAsync(Http2Request, null, Stop));
        Assert.Equal("pong", await EchoAsync(tunnel, "pong"));
        Assert.Equal("changed", (await ServedEdge.GetAsync(appeared)).Body);
        await Assert.ThrowsAsync<SocketException>(() => ServedEdge.ConnectAsync(_other));
    }

    [Fact]
    public async Task A_listener_that_goes_finishes_what_runs_and_closes_what_is_idle()
    {
        await using var service = await HeldBackend.StartAsync();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(Resources.Plain("web", _port), Resources.Service("slow", service.Url), Resources.Forward("slow", "a.test", "slow"), Resources.Answer("hello", "b.test", "hello"));
        await using var idle = await ServedEdge.ConnectAsync(_port);
        Assert.Equal("hello", (await ServedEdge.GetAsync(idle, "b.test")).Body);
        await using var busy = await ServedEdge.ConnectAsync(_port);
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", Stop);
        await service.Asked.WaitAsync(Stop);

        await served.DeleteAsync(Kind.Listener, "web");

        Assert.True(await idle.IsClosedAsync(Stop));
        await Assert.ThrowsAsync<SocketException>(() => ServedEdge.ConnectAsync(_port));
        service.Answer();
        var answer = await busy.ReadAnswerAsync(Stop);
        Assert.Equal((200, "late", "close"), (answer.Status, answer.Body, answer.Header("connection")));
        Assert.True(await busy.IsClosedAsync(Stop));
    }

    [Fact]
    public async Task A_listener_that_goes_tells_HTTP_2_clients_with_GOAWAY_and_finishes_their_requests()
    {
        await using var service = await HeldBackend.StartAsync();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(
            Resources.Tls("secure", _tls), served.Certificate("site", "a.test"), Resources.Service("slow", service.Url), Resources.Forward("slow", "a.test", "slow"));
        await using var client = await RawHttp2.ConnectAsync(_tls, "a.test", Stop);
        await client.BeginAsync(Http2Request, null, Stop);
        await service.Asked.WaitAsync(Stop);

        await served.DeleteAsync(Kind.Listener, "secure");

        Assert.Equal("goaway 0", await client.NextAsync(Stop));
        service.Answer();
        Assert.Equal("200", await client.NextAsync(Stop));
        Assert.Contains(await client.NextAsync(Stop), new[] { "goaway 0", "closed" });
    }

    [Fact]
    public async Task What_still_runs_on_a_listener_that_went_is_cut_at_the_deadline()
    {
        await using var service = RawBackend.StartSilent();
        await using var served = await ServedEdge.StartAsync(options => options with { DrainTimeout = TimeSpan.FromMilliseconds(200) });
        await served.PutAsync(Resources.Plain("web", _port), Resources.Service("silent", service.Url), Resources.Forward("silent", "a.test", "silent"));
        await using var busy = await ServedEdge.ConnectAsync(_port);
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", Stop);
        await busy.SendAsync("", Stop);

        await served.DeleteAsync(Kind.Listener, "web");

        Assert.True(await busy.IsClosedAsync(Stop));
    }

    [Fact]
    public async Task A_port_in_use_is_degraded_holds_back_nothing_and_heals_when_it_is_free()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, _other));
        taken.Listen();
        await using var served = await ServedEdge.StartAsync();

        var ack = await served.PutAsync(Resources.Plain("web", _port), Resources.Plain("busy", _other), Resources.Answer("hello", "a.test", "hello"));

        var degraded = Assert.Single(ack.Degraded);
        Assert.Equal((Kind.Listener, "busy"), (degraded.Resource.Kind, degraded.Resource.Name));
        Assert.Equal($"Port {_other} is in use by another program; stop it or choose another port.", degraded.Reason);
        Assert.Equal("hello", (await ServedEdge.GetAsync(_port)).Body);
        Assert.Single((await served.PutAsync(Resources.Answer("hello", "a.test", "next"))).Degraded);
        taken.Close();
        await served.Stream.NextAsync(message => message.Beat is { Degraded.Count: 0 });
        Assert.Equal("next", (await ServedEdge.GetAsync(_other)).Body);
    }

    [Fact]
    public async Task A_listener_moves_to_another_address_of_the_same_port()
    {
        await using var service = await HeldBackend.StartAsync();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(Resources.Plain("web", _port), Resources.Service("slow", service.Url), Resources.Forward("slow", "slow.test", "slow"), Resources.Answer("hello", "a.test", "hello"));
        await using var busy = await ServedEdge.ConnectAsync(_port);
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: slow.test\r\n\r\n", Stop);
        await service.Asked.WaitAsync(Stop);

        var ack = await served.PutAsync(Bound("web", $"127.0.0.2:{_port}", Protocol.Http));

        Assert.Empty(ack.Degraded);
        Assert.Equal("hello", (await ServedEdge.GetAsync(_port, "127.0.0.2")).Body);
        await Assert.ThrowsAsync<SocketException>(() => ServedEdge.ConnectAsync(_port));
        service.Answer();
        Assert.Equal("late", (await busy.ReadAnswerAsync(Stop)).Body);
    }

    [Fact]
    public async Task All_addresses_of_a_port_become_one_and_all_again()
    {
        await using var served = await ServedEdge.StartAsync(options => options with { BindAddress = null });
        await served.PutAsync(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "hello"));
        Assert.Equal("hello", (await ServedEdge.GetAsync(_port, "127.0.0.2")).Body);

        Assert.Empty((await served.PutAsync(Bound("web", $"127.0.0.1:{_port}", Protocol.Http))).Degraded);
        Assert.Equal("hello", (await ServedEdge.GetAsync(_port)).Body);
        await Assert.ThrowsAsync<SocketException>(() => ServedEdge.ConnectAsync(_port, "127.0.0.2"));

        Assert.Empty((await served.PutAsync(Resources.Plain("web", _port))).Degraded);
        Assert.Equal("hello", (await ServedEdge.GetAsync(_port, "127.0.0.2")).Body);
    }

    [Fact]
    public async Task A_port_changes_from_plain_to_TLS_and_back_while_a_request_runs()
    {
        await using var service = await HeldBackend.StartAsync();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(
            Resources.Plain("web", _port), served.Certificate("site", "a.test"), Resources.Answer("hello", "a.test", "hello"), Resources.Service("slow", service.Url),
            Resources.Forward("slow", "slow.test", "slow"));
        await using var busy = await ServedEdge.ConnectAsync(_port);
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: slow.test\r\n\r\n", Stop);
        await service.Asked.WaitAsync(Stop);

        Assert.Empty((await served.PutAsync(Resources.Tls("web", _port))).Degraded);
        await using (var secure = await RawConnection.ConnectTlsAsync("127.0.0.1", _port, "a.test", Stop))
        {
            Assert.Equal("hello", (await ServedEdge.GetAsync(secure)).Body);
        }

        Assert.Empty((await served.PutAsync(Resources.Plain("web", _port))).Degraded);
        Assert.Equal("hello", (await ServedEdge.GetAsync(_port)).Body);
        service.Answer();
        Assert.Equal("late", (await busy.ReadAnswerAsync(Stop)).Body);
    }

    [Fact]
    public async Task Two_listeners_change_ports_in_one_revision()
    {
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(Resources.Plain("one", _port), Resources.Tls("two", _tls), served.Certificate("site", "a.test"), Resources.Answer("hello", "a.test", "hello"));

        Assert.Empty((await served.PutAsync(Resources.Plain("one", _tls), Resources.Tls("two", _port))).Degraded);

        Assert.Equal("hello", (await ServedEdge.GetAsync(_tls)).Body);
        await using var secure = await RawConnection.ConnectTlsAsync("127.0.0.1", _port, "a.test", Stop);
        Assert.Equal("hello", (await ServedEdge.GetAsync(secure)).Body);
    }

    private static Resource Bound(string name, string bind, Protocol protocol) => new()
    {
        Name = name,
        Listener = new ListenerConfig { Bind = bind, Protocol = protocol },
    };

    // A service that turns each connection into a tunnel and sends back what comes.
    private static RawBackend EchoingTunnel() => RawBackend.Start(async (socket, stop) =>
    {
        await RawBackend.ReadHeadAsync(socket, stop);
        await socket.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8.ToArray(), stop);
        var buffer = new byte[256];
        while (await socket.ReceiveAsync(buffer, stop) is > 0 and var count)
        {
            await socket.SendAsync(buffer.AsMemory(0, count), stop);
        }
    });

    private async Task<RawConnection> UpgradeAsync()
    {
        var tunnel = await ServedEdge.ConnectAsync(_port);
        await tunnel.SendAsync("GET / HTTP/1.1\r\nHost: tunnel.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", Stop);
        Assert.Equal(101, (await tunnel.ReadHeadAsync(Stop)).Status);
        return tunnel;
    }

    private static async Task<string> EchoAsync(RawConnection tunnel, string text)
    {
        await tunnel.SendAsync(text, Stop);
        return await tunnel.ReadAsync(text.Length, Stop);
    }
}
