using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Hosting;

/// <summary>The orderly end.</summary>
public sealed class DrainTests
{
    private readonly int _port = FreePort.Next();
    private readonly int _tls = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_that_ends_is_not_ready_at_once_tells_its_clients_and_finishes_what_runs()
    {
        await using var service = await HeldBackend.StartAsync();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(
            Resources.Plain("web", _port), Resources.Tls("secure", _tls), served.Certificate("site", "a.test"), Resources.Service("slow", service.Url),
            Resources.Forward("slow", "a.test", "slow"), Resources.Answer("hello", "b.test", "hello"));
        await using var idle = await ServedEdge.ConnectAsync(_port);
        Assert.Equal("hello", (await ServedEdge.GetAsync(idle, "b.test")).Body);
        await using var http2 = await RawHttp2.ConnectAsync(_tls, "a.test", Stop);
        await http2.BeginAsync([":method: GET", ":scheme: https", ":authority: a.test", ":path: /"], null, Stop);
        await using var busy = await ServedEdge.ConnectAsync(_port);
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", Stop);
        await service.AllAsked(2).WaitAsync(Stop);

        var ending = served.Edge.StopAsync();

        Assert.Equal((503, "not ready: draining\n"), await served.Edge.StatusAsync("readyz"));
        Assert.Equal((200, "alive\n"), await served.Edge.StatusAsync("healthz"));
        Assert.True(await idle.IsClosedAsync(Stop));
        Assert.Equal("goaway 0", await http2.NextAsync(Stop));
        Assert.False(ending.IsCompleted);
        service.Answer();
        Assert.Equal("200", await http2.NextAsync(Stop));
        var answer = await busy.ReadAnswerAsync(Stop);
        Assert.Equal((200, "late", "close"), (answer.Status, answer.Body, answer.Header("connection")));
        await ending.WaitAsync(Stop);
    }
}
