using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Transforms;

namespace FrontDesk.Edge.Tests.Access;

/// <summary>Access policies as clients meet them.</summary>
public sealed class AdmissionTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    [Fact]
    public async Task Who_is_not_let_in_gets_403_and_the_service_hears_nothing()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(trusted: ["127.0.0.1"]);
        await edge.ChangeAsync(Office());
        await edge.ChangeAsync(Guarded("office"));

        Assert.Equal(200, (await edge.SendAsync("GET /in HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 10.1.2.3\r\n\r\n")).Status);
        var refused = await edge.SendAsync("GET /out HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 10.1.2.3, 203.0.113.7\r\n\r\n");

        Assert.Equal(403, refused.Status);
        Assert.Equal("access-denied", JsonElement.Parse(refused.Body).GetProperty("reason").GetString());
        Assert.Equal("GET /in HTTP/1.1", service.RequestLine);
        var lines = await edge.StopAndReadLogAsync();
        Assert.Equal(("office", "allow"), (lines[0].GetProperty("access").GetString(), lines[0].GetProperty("decision").GetString()));
        Assert.Equal(("office", "deny", "access-denied"), (lines[1].GetProperty("access").GetString(), lines[1].GetProperty("decision").GetString(), lines[1].GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task What_a_stranger_says_about_its_address_opens_nothing()
    {
        await using var edge = await RunningEdge.StartAsync(Office(), Answering("office"));

        Assert.Equal(403, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 10.1.2.3\r\nX-Real-IP: 10.1.2.3\r\nForwarded: for=10.1.2.3\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData("/admin/x")]
    [InlineData("//admin")]
    [InlineData("/a/..//Admin/x")]
    [InlineData("/%61dmin;a=b/x")]
    [InlineData("http://a.test/admin")]
    public async Task A_path_is_protected_however_it_is_spelled(string target)
    {
        await using var edge = await RunningEdge.StartAsync(
            Policy("site", policy =>
            {
                policy.Rules.Add(new AccessRule { If = new AccessCondition { Paths = { "/admin/*" } }, Then = AccessDecision.Deny });
                policy.Otherwise = AccessDecision.Allow;
            }),
            Answering("site"));

        Assert.Equal(403, (await edge.SendAsync($"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n")).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task A_refusal_can_look_as_if_nothing_were_there()
    {
        await using var edge = await RunningEdge.StartAsync(Policy("office", policy => policy.Answer = new AccessAnswer { Status = 404 }), Given.Route("a", route =>
        {
            route.Hosts[0] = "a.test";
            route.Respond = new Respond();
            route.Access = new RouteAccess { Policy = "office" };
        }));

        var hidden = await edge.SendAsync(Get);
        var nothing = await edge.SendAsync("GET / HTTP/1.1\r\nHost: b.test\r\n\r\n");

        Assert.Equal((404, 404), (hidden.Status, nothing.Status));
        Assert.Equal(Text(nothing.Body), Text(hidden.Body));
        Assert.Equal(nothing.Headers.Select(header => header.Name), hidden.Headers.Select(header => header.Name));
        var lines = await edge.StopAndReadLogAsync();
        Assert.Equal(("access-denied", "no-route"), (lines[0].GetProperty("reason").GetString(), lines[1].GetProperty("reason").GetString()));

        static string Text(string body) => JsonElement.Parse(body).GetProperty("reason").GetString() + JsonElement.Parse(body).GetProperty("detail").GetString();
    }

    [Fact]
    public async Task A_refused_client_can_be_sent_elsewhere()
    {
        await using var edge = await RunningEdge.StartAsync(Policy("office", policy => policy.Answer = new AccessAnswer { Redirect = "https://login.test/?to={host}{path}" }), Answering("office"));

        var answer = await edge.SendAsync("GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal((303, "https://login.test/?to=a.test/x", "no-store"), (answer.Status, answer.Header("location"), answer.Header("cache-control")));
    }

    [Fact]
    public async Task A_connection_can_be_closed_without_a_word()
    {
        await using var edge = await RunningEdge.StartAsync(Policy("office", policy => policy.Answer = new AccessAnswer { Close = true }), Answering("office"));
        await using (var connection = await edge.ConnectAsync())
        {
            await connection.SendAsync(Get, Patience.Token);
            await Assert.ThrowsAnyAsync<Exception>(() => connection.ReadAnswerAsync(Patience.Token));
        }

        using var client = RunningEdge.Client(System.Net.HttpVersion.Version20);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync($"https://localhost:{edge.HttpsPort}/", Patience.Token));

        var lines = await edge.StopAndReadLogAsync();
        Assert.All(lines, line => Assert.Equal((444, "access-denied", "edge"), (line.GetProperty("status").GetInt32(), line.GetProperty("reason").GetString(), line.GetProperty("endedBy").GetString())));
        Assert.NotEmpty(lines);
    }

    [Fact]
    public async Task A_policy_in_report_mode_lets_in_and_is_in_the_log()
    {
        await using var edge = await RunningEdge.StartAsync(Policy("office", policy => policy.Mode = Enforcement.Report), Answering("office"));

        Assert.Equal(200, (await edge.SendAsync(Get)).Status);

        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal("office", line.GetProperty("accessReported").GetString());
        Assert.False(line.TryGetProperty("access", out _));
    }

    [Fact]
    public async Task The_policy_of_the_settings_holds_for_all_but_the_routes_that_opt_out()
    {
        await using var edge = await RunningEdge.StartAsync(
            Policy("nobody", _ => { }),
            Policy("everybody", policy => policy.Otherwise = AccessDecision.Allow),
            new Resource { Name = "settings", Settings = new SettingsConfig { Access = "nobody" } },
            On("plain.test", null),
            On("own.test", new RouteAccess { Policy = "everybody" }),
            On("open.test", new RouteAccess { Inherit = false }),
            On("both.test", new RouteAccess { Policy = "everybody", Inherit = false }),
            On("closed.test", new RouteAccess { Policy = "nobody", Inherit = false }));

        foreach (var (host, status) in new[] { ("plain.test", 403), ("own.test", 403), ("open.test", 200), ("both.test", 200), ("closed.test", 403), ("unknown.test", 403) })
        {
            Assert.Equal((host, status), (host, (await edge.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).Status));
        }
    }

    [Fact]
    public async Task A_refused_request_uses_up_no_limit()
    {
        await using var edge = await RunningEdge.StartAsync(
            Policy("reading", policy => policy.Rules.Add(new AccessRule { If = new AccessCondition { Methods = { "GET" } }, Then = AccessDecision.Allow })),
            new Resource { Name = "slow", Limit = new LimitConfig { Rate = "1/h" } },
            Given.Route("a", route =>
            {
                route.Respond = new Respond();
                route.Access = new RouteAccess { Policy = "reading" };
                route.Limits.Add("slow");
            }));

        Assert.Equal(403, (await edge.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n")).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(429, (await edge.SendAsync(Get)).Status);
    }

    private static Resource Office() => Policy("office", policy => policy.Rules.Add(new AccessRule { If = new AccessCondition { Ip = { "10.0.0.0/8" } }, Then = AccessDecision.Allow }));

    private static Resource Policy(string name, Action<AccessConfig> change)
    {
        var policy = new AccessConfig();
        change(policy);
        return new Resource { Name = name, Access = policy };
    }

    private static Resource Answering(string policy) => Given.Route("answering", route =>
    {
        route.Respond = new Respond();
        route.Access = new RouteAccess { Policy = policy };
    });

    private static Resource Guarded(string policy) => Given.Route("recording", route =>
    {
        route.To.Add(new Destination { Service = "recording" });
        route.Access = new RouteAccess { Policy = policy };
    });

    private static Resource On(string host, RouteAccess? access) => Given.Route(host, route =>
    {
        route.Hosts[0] = host;
        route.Respond = new Respond();
        route.Access = access;
    });
}
