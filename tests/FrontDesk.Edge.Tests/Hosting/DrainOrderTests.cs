using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Hosting;

/// <summary>`frontdesk nodes drain` and `resume`, as the edge does them.</summary>
public sealed class DrainOrderTests
{
    private static readonly string[] Http2Request = [":method: GET", ":scheme: https", ":authority: a.test", ":path: /"];
    private readonly int _port = FreePort.Next();
    private readonly int _tls = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drained_edge_is_not_ready_lets_connections_end_serves_who_comes_and_keeps_its_stream()
    {
        await using var service = await HeldBackend.StartAsync();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(
            Resources.Plain("web", _port), Resources.Tls("secure", _tls), served.Certificate("site", "a.test"), Resources.Answer("hello", "a.test", "hello"),
            Resources.Service("slow", service.Url), Resources.Forward("slow", "slow.test", "slow"));
        await using var idle = await ServedEdge.ConnectAsync(_port);
        Assert.Equal("hello", (await ServedEdge.GetAsync(idle)).Body);
        await using var http2 = await RawHttp2.ConnectAsync(_tls, "a.test", Stop);
        Assert.Equal("200", await http2.SendAsync(Http2Request, null, Stop));
        await using var busy = await ServedEdge.ConnectAsync(_port);
        await busy.SendAsync("GET / HTTP/1.1\r\nHost: slow.test\r\n\r\n", Stop);
        await service.Asked.WaitAsync(Stop);

        await OrderAsync(served, drained: true);

        Assert.Equal((503, "not ready: drained by an operator\n"), await served.Edge.StatusAsync("readyz"));
        Assert.True(await idle.IsClosedAsync(Stop));
        Assert.Equal("goaway 0", await http2.NextAsync(Stop));
        service.Answer();
        var last = await busy.ReadAnswerAsync(Stop);
        Assert.Equal(("late", "close"), (last.Body, last.Header("connection")));
        await using (var late = await ServedEdge.ConnectAsync(_port))
        {
            var answer = await ServedEdge.GetAsync(late);
            Assert.Equal(("hello", "close"), (answer.Body, answer.Header("connection")));
            Assert.True(await late.IsClosedAsync(Stop));
        }

        await using (var late = await RawHttp2.ConnectAsync(_tls, "a.test", Stop))
        {
            await late.BeginAsync(Http2Request, null, Stop);
            string[] said = [await late.NextAsync(Stop), await late.NextAsync(Stop)];
            Assert.Contains("200", said);
            Assert.Contains("goaway 0", said);
        }

        Assert.Empty((await served.PutAsync(Resources.Answer("hello", "a.test", "changed"))).Degraded);
        await OrderAsync(served, drained: false);

        Assert.Equal((200, "ready: revision 2\n"), await served.Edge.StatusAsync("readyz"));
        await using var again = await ServedEdge.ConnectAsync(_port);
        Assert.Equal("changed", (await ServedEdge.GetAsync(again)).Body);
        Assert.Equal("changed", (await ServedEdge.GetAsync(again)).Body);
    }

    [Fact]
    public async Task An_edge_that_is_drained_already_learns_it_when_it_is_welcomed()
    {
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(Resources.Answer("hello", "a.test", "hello"));
        served.Stream.Cut();

        var next = await served.Plane.NextStreamAsync();
        await next.SendAsync(new ControlMessage { Welcome = new Welcome { Drained = true, Target = served.Scope.Position, Beat = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) } });
        await next.NextAsync(message => message.Beat is not null);

        Assert.Equal(503, (await served.Edge.StatusAsync("readyz")).Status);
    }

    // The order is done when what was said after it is answered.
    private static async Task OrderAsync(ServedEdge served, bool drained)
    {
        await served.Stream.SendAsync(new ControlMessage { Drain = new DrainOrder { Drained = drained } });
        await served.Stream.SendAsync(new ControlMessage { SecretsChanged = new SecretsChanged() });
        await served.Stream.NextAnswerAsync();
    }
}
