using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Telemetry;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Relay;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Telemetry;

/// <summary>The requests of all edges in one stream, while an operator watches.</summary>
public sealed class WatchRequestsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_of_all_edges_are_told_to_each_who_watches_as_its_filter_says()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var one = await ReportingEdge.StartAsync(desk, "e1");
        using var two = await ReportingEdge.StartAsync(desk, "e2");
        using var all = await WatchAsync(desk, new RequestFilter());
        using var errors = await WatchAsync(desk, new RequestFilter { Status = "5xx" });
        while ((await one.OrderAsync()).Requests.Count < 2)
        {
        }

        await one.TellAsync(3, Line("e1", 200), Line("e1", 502));
        await two.TellAsync(0, Line("e2", 500));

        Assert.Equal([("e1", 200u), ("e1", 502u), ("e2", 500u)], (await TakeAsync(all, 3)).Lines.Order());
        var (seen, dropped) = await TakeAsync(errors, 2);
        Assert.Equal([("e1", 502u), ("e2", 500u)], seen.Order());
        Assert.Equal(3ul, dropped);
        all.Dispose();
        errors.Dispose();
        while ((await one.OrderAsync()).Requests.Count > 0)
        {
        }
    }

    [Fact]
    public async Task Requests_of_edges_at_another_control_plane_are_told_too_and_once()
    {
        await using var desks = await TwoDesks.StartAsync();
        using var far = await ReportingEdge.StartAsync(desks.B, "far");
        using var watch = await WatchAsync(desks.A, new RequestFilter { Host = "a.test" });
        Assert.Equal("a.test", Assert.Single((await far.OrderAsync()).Requests).Host);

        for (var i = 0u; i < 5; i++)
        {
            await far.TellAsync(0, Line("far", 200 + (2 * i)), Line("far", 201 + (2 * i)));
            Assert.Equal([("far", 200 + (2 * i)), ("far", 201 + (2 * i))], (await TakeAsync(watch, 2)).Lines);
        }

        watch.Dispose();
        Assert.Empty((await far.OrderAsync()).Requests);
    }

    [Fact]
    public async Task Too_many_who_watch_and_filters_that_cannot_be_read_are_refused()
    {
        await using var desk = await LocalDesk.StartAsync();
        var unreadable = await Assert.ThrowsAsync<RpcException>(() => WatchAsync(desk, new RequestFilter { Status = "many" }));
        Assert.Equal((StatusCode.InvalidArgument, "`many` is no status. Write for example 404 or 5xx."), (unreadable.StatusCode, unreadable.Status.Detail));

        var watches = new List<AsyncServerStreamingCall<WatchRequestsResponse>>();
        for (var i = 0; i < Watchers.MostRequests; i++)
        {
            watches.Add(await WatchAsync(desk, new RequestFilter()));
        }

        var refused = await Assert.ThrowsAsync<RpcException>(() => WatchAsync(desk, new RequestFilter()));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        watches.ForEach(watch => watch.Dispose());
    }

    [Fact]
    public async Task An_edge_that_tells_requests_of_another_is_sent_away()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var liar = await ReportingEdge.StartAsync(desk, "e1");

        await liar.TellAsync(0, Line("e2", 200));

        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(liar.OrderAsync)).StatusCode);
    }

    [Fact]
    public void What_a_watcher_does_not_fetch_is_bounded_and_counted()
    {
        var tails = new RequestTails();
        using var tail = tails.Open(new RequestFilter());
        var report = new WatchReport { Requests = { Enumerable.Range(0, 1000).Select(_ => Line("e1", 200)) } };
        for (var i = 0; i < 6; i++)
        {
            tails.Hear(report, isRelayed: false);
        }

        var (lines, dropped) = tail.Take(int.MaxValue);

        Assert.Equal((5_000, 1_000ul), (lines.Count, dropped));
    }

    private static RequestLine Line(string node, uint status) => new() { Node = node, Host = "a.test", Path = "/", Status = status, Json = Google.Protobuf.ByteString.CopyFromUtf8("{}") };

    // Its first answer tells that edges are asked from now on.
    private static async Task<AsyncServerStreamingCall<WatchRequestsResponse>> WatchAsync(LocalDesk desk, RequestFilter filter)
    {
        var call = new Watching.WatchingClient(desk.Operators(desk.AdminToken)).WatchRequests(new WatchRequestsRequest { Filter = filter }, cancellationToken: Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.Empty(call.ResponseStream.Current.Requests);
        return call;
    }

    private static async Task<(List<(string Node, uint Status)> Lines, ulong Dropped)> TakeAsync(AsyncServerStreamingCall<WatchRequestsResponse> watch, int count)
    {
        var (lines, dropped) = (new List<(string, uint)>(), 0ul);
        while (lines.Count < count)
        {
            Assert.True(await watch.ResponseStream.MoveNext(Token));
            dropped += watch.ResponseStream.Current.Dropped;
            lines.AddRange(watch.ResponseStream.Current.Requests.Select(line => (line.Node, line.Status)));
        }

        return (lines, dropped);
    }
}
