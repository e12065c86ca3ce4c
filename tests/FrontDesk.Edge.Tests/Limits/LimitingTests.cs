using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Transforms;

namespace FrontDesk.Edge.Tests.Limits;

/// <summary>Limits as clients meet them.</summary>
public sealed class LimitingTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    [Fact]
    public async Task A_request_over_the_limit_gets_429_with_when_to_come_again_and_is_in_the_log()
    {
        await using var edge = await RunningEdge.StartAsync(Limit("slow", limit => limit.Rate = "2/h"), Answering(limits: "slow"));

        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        var refused = await edge.SendAsync(Get);

        Assert.Equal(429, refused.Status);
        Assert.InRange(int.Parse(refused.Header("retry-after")!), 1_700, 1_800);
        Assert.Equal("\"slow\";q=2;w=3600", refused.Header("ratelimit-policy"));
        Assert.Matches("^\"slow\";r=0;t=3[56][0-9][0-9]$", refused.Header("ratelimit"));
        var problem = JsonElement.Parse(refused.Body);
        Assert.Equal((429, "rate-limited"), (problem.GetProperty("status").GetInt32(), problem.GetProperty("reason").GetString()));
        var lines = await edge.StopAndReadLogAsync();
        Assert.False(lines[0].TryGetProperty("limit", out _));
        Assert.Equal(("slow", "rate-limited", "edge"), (lines[2].GetProperty("limit").GetString(), lines[2].GetProperty("reason").GetString(), lines[2].GetProperty("endedBy").GetString()));
    }

    [Fact]
    public async Task A_limit_in_report_mode_refuses_nothing_and_is_in_the_log()
    {
        await using var edge = await RunningEdge.StartAsync(
            Limit("slow", limit =>
            {
                limit.Rate = "1/h";
                limit.Mode = Enforcement.Report;
            }),
            Answering(limits: "slow"));

        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);

        var lines = await edge.StopAndReadLogAsync();
        Assert.False(lines[0].TryGetProperty("limitReported", out _));
        Assert.Equal("slow", lines[1].GetProperty("limitReported").GetString());
    }

    [Fact]
    public async Task Each_key_counts_by_itself_and_what_is_missing_counts_together()
    {
        await using var edge = await RunningEdge.StartAsync(
            Limit("slow", limit =>
            {
                limit.Rate = "1/h";
                limit.Key.Add(["host", "header:x-tenant"]);
            }),
            Answering(limits: "slow"));

        Assert.Equal(200, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\nX-Tenant: a\r\n\r\n")).Status);
        Assert.Equal(200, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\nX-Tenant: b\r\n\r\n")).Status);
        Assert.Equal(200, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: b.test\r\nX-Tenant: a\r\n\r\n")).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(429, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: A.test:80\r\nx-tenant: a\r\n\r\n")).Status);
        Assert.Equal(429, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task Clients_are_told_apart_by_address_and_those_of_one_IPv6_network_are_one()
    {
        await using var edge = await RunningEdge.StartAsync(
            Given.Trusting("127.0.0.1"),
            Limit("slow", limit =>
            {
                limit.Rate = "1/h";
                limit.Key.Add("client-ip");
                limit.Exempt.Add(["198.51.100.0/24", "2001:db8:ffff::/48"]);
            }),
            Answering(limits: "slow"));

        Assert.Equal((int[])[200, 429], await AskAsync(edge, "203.0.113.1", "203.0.113.1"));
        Assert.Equal((int[])[200], await AskAsync(edge, "203.0.113.2"));
        Assert.Equal((int[])[200, 429, 200], await AskAsync(edge, "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"));
        Assert.Equal((int[])[200, 200, 200, 200], await AskAsync(edge, "198.51.100.7", "198.51.100.7", "2001:db8:ffff::1", "2001:db8:ffff::1"));
    }

    [Fact]
    public async Task A_limit_of_the_settings_holds_for_all_routes_and_also_where_there_is_none()
    {
        await using var edge = await RunningEdge.StartAsync(
            Limit("slow", limit => limit.Rate = "2/h"),
            new Resource { Name = "settings", Settings = new SettingsConfig { Limits = { "slow" } } },
            Given.Route("a", route =>
            {
                route.Hosts[0] = "a.test";
                route.Respond = new Respond();
            }));

        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(404, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: nowhere.test\r\n\r\n")).Status);
        Assert.Equal(429, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: nowhere.test\r\n\r\n")).Status);
        Assert.Equal(429, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task Counts_go_on_over_revisions_while_the_limit_is_the_same_one()
    {
        await using var edge = await RunningEdge.StartAsync(Limit("slow", limit => limit.Rate = "1/h"), Answering(limits: "slow"));
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);

        await edge.ChangeAsync(Limit("slow", limit =>
        {
            limit.Rate = "1/h";
            limit.Exempt.Add("10.0.0.0/8");
        }));
        Assert.Equal(429, (await edge.SendAsync(Get)).Status);

        await edge.ChangeAsync(Limit("slow", limit => limit.Rate = "2/h"));
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task As_many_requests_are_under_way_as_the_limit_says_and_each_that_ends_makes_room()
    {
        var release = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var service = FrontDesk.Testing.Backends.RawBackend.Start(async (socket, stop) =>
        {
            await FrontDesk.Testing.Backends.RawBackend.ReadHeadAsync(socket, stop);
            arrived.TrySetResult();
            await release.Task.WaitAsync(stop);
            await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(RecordingBackend.Plain), System.Net.Sockets.SocketFlags.None, stop);
        });
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("held", service.Url),
            Limit("few", limit => limit.Concurrency = 1),
            Given.Route("held", route =>
            {
                route.To.Add(new Destination { Service = "held" });
                route.Limits.Add("few");
            }));

        var first = edge.SendAsync(Get);
        await arrived.Task.WaitAsync(Patience.Token);
        var refused = await edge.SendAsync(Get);
        release.SetResult();

        Assert.Equal((429, "1", "\"few\";q=1;qu=\"concurrent-requests\""), (refused.Status, refused.Header("retry-after"), refused.Header("ratelimit-policy")));
        Assert.Equal(200, (await first).Status);
        // A client has its answer a moment before the request is over.
        for (var patience = Patience.Token; (await edge.SendAsync(Get)).Status != 200; patience.ThrowIfCancellationRequested())
        {
        }
    }

    private static Resource Limit(string name, Action<LimitConfig> change)
    {
        var limit = new LimitConfig();
        change(limit);
        return new Resource { Name = name, Limit = limit };
    }

    private static Resource Answering(string limits) => Given.Route("answering", route =>
    {
        route.Respond = new Respond();
        route.Limits.Add(limits);
    });

    private static async Task<int[]> AskAsync(RunningEdge edge, params string[] clients)
    {
        var statuses = new List<int>();
        foreach (var client in clients)
        {
            statuses.Add((await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: {client}\r\n\r\n")).Status);
        }

        return [.. statuses];
    }
}
