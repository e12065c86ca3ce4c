using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Limits;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Limits;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Microsoft.Extensions.DependencyInjection;

namespace FrontDesk.Edge.Tests.Telemetry;

/// <summary>What an edge tells while somebody watches.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_reports_the_keys_of_limits_while_somebody_watches_and_is_silent_otherwise()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        using var data = new TempDirectory();
        await using var edge = await TestEdge.StartAsync(plane, data);
        var (scope, port) = (new ScriptedScope(), FreePort.Next());
        var stream = await plane.NextStreamAsync();
        await stream.WelcomeAsync(scope.Position);
        var answer = Resources.Answer("hello", "a.test", "hello");
        answer.Route.Limits.Add("slow");
        scope.Put(Resources.Plain("web", port), new Resource { Name = "slow", Limit = new LimitConfig { Rate = "2/h", Key = { "client-ip" } } }, answer);
        await stream.SendAsync(scope.Snapshot());
        Assert.Equal(scope.Position, (await stream.NextAnswerAsync()).Ack.Applied);
        await GetAsync();

        plane.Orders.Writer.TryWrite(new WatchOrder { Limits = true });
        await plane.Reports.Reader.ReadAsync(Token);
        await GetAsync();
        await GetAsync();
        var use = await NextUseAsync(plane);
        (ulong Admitted, ulong Refused) seen = (use.Admitted, use.Refused);
        while (seen.Admitted + seen.Refused < 2)
        {
            use = await NextUseAsync(plane);
            seen = (seen.Admitted + use.Admitted, seen.Refused + use.Refused);
        }

        Assert.Equal((1ul, 1ul), seen);
        Assert.Equal(("slow", "127.0.0.1", 1.0), (use.Limit, use.Key, use.Used));
        plane.Orders.Writer.TryWrite(new WatchOrder());
        await Eventually.TrueAsync("the edge to record nothing", () => Task.FromResult(edge.Services.GetRequiredService<LimitWatch>().Current is null), Token);

        async Task GetAsync()
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");
            request.Headers.Host = "a.test";
            using var response = await client.SendAsync(request, Token);
        }
    }

    [Fact]
    public async Task An_edge_tells_the_requests_that_fit_with_their_lines_while_somebody_watches()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        using var data = new TempDirectory();
        await using var edge = await TestEdge.StartAsync(plane, data);
        var (scope, port) = (new ScriptedScope(), FreePort.Next());
        var stream = await plane.NextStreamAsync();
        await stream.WelcomeAsync(scope.Position);
        scope.Put(Resources.Plain("web", port), Resources.Answer("hello", "a.test", "hello"));
        await stream.SendAsync(scope.Snapshot());
        Assert.Equal(scope.Position, (await stream.NextAnswerAsync()).Ack.Applied);
        plane.Orders.Writer.TryWrite(new WatchOrder { Requests = { new RequestFilter { Host = "a.test", Path = "/wanted*" } } });
        await Eventually.TrueAsync("the order", () => Task.FromResult(edge.Services.GetRequiredService<RequestWatch>().IsOn), Token);

        using var client = new HttpClient();
        foreach (var path in (string[])["other", "wanted?x=1", "wanted/too"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/{path}");
            request.Headers.Host = "a.test";
            using var response = await client.SendAsync(request, Token);
        }

        var lines = new List<RequestLine>();
        while (lines.Count < 2)
        {
            lines.AddRange((await plane.Reports.Reader.ReadAsync(Token)).Requests);
        }

        Assert.Equal(["/wanted", "/wanted/too"], lines.Select(line => line.Path));
        Assert.Equal(("edge-1", "a.test", "hello", "", 200u, "127.0.0.1"), (lines[0].Node, lines[0].Host, lines[0].Route, lines[0].Service, lines[0].Status, lines[0].Client));
        var json = JsonElement.Parse(lines[0].Json.ToStringUtf8());
        Assert.Equal(("?x=1", 200), (json.GetProperty("query").GetString(), json.GetProperty("status").GetInt32()));
        plane.Orders.Writer.TryWrite(new WatchOrder());
        await Eventually.TrueAsync("the edge to tell nothing", () => Task.FromResult(!edge.Services.GetRequiredService<RequestWatch>().IsOn), Token);
    }

    [Fact]
    public void Requests_that_nobody_fetches_are_bounded_and_counted()
    {
        var watch = new RequestWatch(new EdgeIdentity("e1", "", default), TimeProvider.System);
        watch.Order([new RequestFilter()]);
        for (var i = 0; i < RequestWatch.MostWaiting + 5; i++)
        {
            watch.Offer(LimitRecorderTests.Asking("a.test"), "{}"u8);
        }

        var told = new List<WatchReport>();
        while (watch.Take() is { } report)
        {
            told.Add(report);
        }

        Assert.Equal((RequestWatch.MostWaiting, 5ul), (told.Sum(report => report.Requests.Count), told[0].Dropped));
        watch.Offer(LimitRecorderTests.Asking("a.test"), "{}"u8);
        watch.Order([]);
        Assert.Null(watch.Take());
    }

    private static async Task<LimitUse> NextUseAsync(ScriptedControlPlane plane)
    {
        while (true)
        {
            if ((await plane.Reports.Reader.ReadAsync(Token)).Limits is [var use])
            {
                return use;
            }
        }
    }
}
