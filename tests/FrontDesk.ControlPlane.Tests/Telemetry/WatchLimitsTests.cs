using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Telemetry;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Relay;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Telemetry;

/// <summary>Who is close to a limit, over all edges, while an operator watches.</summary>
public sealed class WatchLimitsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Edges_are_asked_while_somebody_watches_and_what_they_report_is_put_together()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var one = await ReportingEdge.StartAsync(desk, "e1");
        using var two = await ReportingEdge.StartAsync(desk, "e2");
        WatchLimitsResponse merged;
        using (var watch = Watch(desk, new WatchLimitsRequest()))
        {
            Assert.True((await one.OrderAsync()).Limits);
            Assert.True((await two.OrderAsync()).Limits);
            await one.ReportAsync(5, Use("a", "10.0.0.1", 3, 1, 1), Use("a", "10.0.0.2", 2, 0, 0.5));
            await two.ReportAsync(2, Use("a", "10.0.0.1", 4, 0, 0.25), Use("b", "10.0.0.9", 1, 0, 0.75));
            merged = await NextSecondAsync(desk, time, watch, reported: 2);
        }

        Assert.Equal(
            [("a", "10.0.0.1", 1, "e1", 7ul, 1ul, 2u), ("b", "10.0.0.9", 0.75, "e2", 1ul, 0ul, 1u), ("a", "10.0.0.2", 0.5, "e1", 2ul, 0ul, 1u)],
            merged.Keys.Select(key => (key.Limit, key.Key, key.Used, key.Edge, key.Admitted, key.Refused, key.Edges)));
        Assert.Equal(7ul, merged.Unfollowed);
        Assert.False((await one.OrderAsync()).Limits);
        Assert.False((await two.OrderAsync()).Limits);
    }

    [Fact]
    public async Task One_limit_and_a_number_of_keys_can_be_asked_for()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var edge = await ReportingEdge.StartAsync(desk, "e1");
        using var watch = Watch(desk, new WatchLimitsRequest { Limit = "a", Top = 1 });
        await edge.OrderAsync();

        await edge.ReportAsync(0, Use("a", "1", 1, 0, 0.1), Use("a", "2", 1, 0, 0.2), Use("b", "3", 1, 0, 0.3));

        Assert.Equal("2", Assert.Single((await NextSecondAsync(desk, time, watch, reported: 1)).Keys).Key);
    }

    [Fact]
    public async Task Edges_of_another_control_plane_are_asked_and_shown_too()
    {
        await using var desks = await TwoDesks.StartAsync();
        using var near = await ReportingEdge.StartAsync(desks.A, "near");
        using var far = await ReportingEdge.StartAsync(desks.B, "far");
        using var watch = Watch(desks.A, new WatchLimitsRequest());
        await near.OrderAsync();
        Assert.True((await far.OrderAsync()).Limits);

        // Each second, as edges do.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reporting = Task.WhenAll(GoOnAsync(near, end.Token), GoOnAsync(far, end.Token));
        var merged = await FirstAsync(watch, answer => answer.Edges == 2);

        Assert.Equal(["far", "near"], merged.Keys.Select(key => key.Edge).Order());
        await end.CancelAsync();
        await reporting;
        watch.Dispose();
        Assert.False((await far.OrderAsync()).Limits);

        static async Task GoOnAsync(ReportingEdge edge, CancellationToken ended)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            do
            {
                await edge.ReportAsync(0, Use("a", edge.Name, 1, 0, 0.5));
            }
            while (await timer.WaitForNextTickAsync(ended).AsTask().ContinueWith(ticked => ticked.IsCompletedSuccessfully, TaskScheduler.Default));
        }
    }

    [Fact]
    public async Task An_edge_that_reports_too_much_or_without_its_other_stream_is_sent_away()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var greedy = await ReportingEdge.StartAsync(desk, "e1");
        await greedy.ReportAsync(0, [.. Enumerable.Range(0, 201).Select(i => Use("a", $"{i}", 1, 0, 0))]);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(greedy.OrderAsync)).StatusCode);

        using var alone = await ScriptedEdge.EnrolAsync(desk, "e2");
        using var reporter = new ReportingEdge(alone);
        await reporter.ReportAsync(0, Use("a", "1", 1, 0, 0));
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(reporter.OrderAsync)).StatusCode);
    }

    private static LimitUse Use(string limit, string key, ulong admitted, ulong refused, double used) =>
        new() { Limit = limit, Key = key, Admitted = admitted, Refused = refused, Used = used };

    private static AsyncServerStreamingCall<WatchLimitsResponse> Watch(LocalDesk desk, WatchLimitsRequest request) =>
        new Watching.WatchingClient(desk.Operators(desk.AdminToken)).WatchLimits(request, cancellationToken: Token);

    // What is told a second after so many edges were heard.
    private static async Task<WatchLimitsResponse> NextSecondAsync(LocalDesk desk, ManualTime time, AsyncServerStreamingCall<WatchLimitsResponse> watch, int reported)
    {
        await Eventually.TrueAsync("the reports", () => Task.FromResult(desk.Get<LimitReports>().Here().Count == reported), Token);
        await time.ArmedAsync(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await watch.ResponseStream.MoveNext(Token));
        return watch.ResponseStream.Current;
    }

    private static async Task<WatchLimitsResponse> FirstAsync(AsyncServerStreamingCall<WatchLimitsResponse> watch, Predicate<WatchLimitsResponse> wanted)
    {
        while (await watch.ResponseStream.MoveNext(Token))
        {
            if (wanted(watch.ResponseStream.Current))
            {
                return watch.ResponseStream.Current;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
