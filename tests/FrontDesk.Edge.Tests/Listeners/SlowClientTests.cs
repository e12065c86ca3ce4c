using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Networking;
using Microsoft.Extensions.DependencyInjection;

namespace FrontDesk.Edge.Tests.Listeners;

/// <summary>Clients that never finish what they began are bounded in time and number.</summary>
public sealed class SlowClientTests
{
    private readonly int _port = FreePort.Next();
    private readonly int _tls = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_bounds_are_the_documented_ones()
        => Assert.Equal(
            new ListenerLimits { Connections = 50_000, Handshake = TimeSpan.FromSeconds(10), Head = TimeSpan.FromSeconds(15), Idle = TimeSpan.FromSeconds(75) },
            new ListenerLimits());

    [Theory]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001")]
    public async Task A_handshake_that_never_ends_is_cut(string begun)
    {
        await using var served = await StartAsync(new ListenerLimits { Handshake = TimeSpan.FromMilliseconds(300) });
        await using var slow = await ServedEdge.ConnectAsync(_tls);

        await slow.SendAsync(begun, Stop);

        Assert.True(await slow.IsClosedAsync(Stop));
    }

    [Fact]
    public async Task A_request_whose_head_never_ends_is_answered_with_408_and_closed()
    {
        await using var served = await StartAsync(new ListenerLimits { Head = TimeSpan.FromMilliseconds(300) });
        await using var slow = await ServedEdge.ConnectAsync(_port);

        await slow.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\nX-Slow: ", Stop);

        Assert.Equal(408, (await slow.ReadAnswerAsync(Stop)).Status);
        Assert.True(await slow.IsClosedAsync(Stop));
    }

    [Fact]
    public async Task A_connection_that_never_asks_is_closed()
    {
        await using var served = await StartAsync(new ListenerLimits { Idle = TimeSpan.FromMilliseconds(300) });
        await using var silent = await ServedEdge.ConnectAsync(_port);

        Assert.True(await silent.IsClosedAsync(Stop));
    }

    [Fact]
    public async Task More_connections_than_the_bound_are_closed_as_they_come_and_others_listeners_are_not_affected()
    {
        await using var served = await StartAsync(new ListenerLimits { Connections = 2 });
        await using var first = await RawConnection.ConnectTlsAsync("127.0.0.1", _tls, "a.test", Stop);
        await using var second = await ServedEdge.ConnectAsync(_tls); // Its handshake never begins, and still it counts.
        Assert.Equal("hello", (await ServedEdge.GetAsync(first)).Body);

        await using var third = await ServedEdge.ConnectAsync(_tls);

        Assert.True(await third.IsClosedAsync(Stop));
        Assert.Equal("hello", (await ServedEdge.GetAsync(first)).Body);
        Assert.Equal("hello", (await ServedEdge.GetAsync(_port)).Body);
    }

    private async Task<ServedEdge> StartAsync(ListenerLimits limits)
    {
        var served = await ServedEdge.StartAsync(services: services => services.AddSingleton(limits));
        await served.PutAsync(Resources.Plain("web", _port), Resources.Tls("secure", _tls), served.Certificate("site", "a.test"), Resources.Answer("hello", "a.test", "hello"));
        return served;
    }
}
