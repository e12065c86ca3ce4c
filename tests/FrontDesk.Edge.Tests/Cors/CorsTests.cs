using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Cors;

public sealed class CorsTests
{
    private const string Preflight = "OPTIONS /x HTTP/1.1\r\nHost: a.test\r\nOrigin: https://app.test\r\nAccess-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: x-a,x-b\r\n\r\n";

    [Fact]
    public async Task A_preflight_is_answered_by_the_edge_before_access_policies_and_the_service_is_not_asked()
    {
        await using var service = RawBackend.StartSilent();
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("app", service.Url),
            new() { Name = "nobody", Access = new() { Otherwise = Config.V1.AccessDecision.Deny } },
            Route(new() { Origins = { "https://app.test" }, Methods = { "PUT", "DELETE" }, Headers = { "X-A", "X-B" }, Credentials = true, MaxAge = new() { Seconds = 60 } }, route => route.Access = new() { Policy = "nobody" }));

        var answer = await edge.SendAsync(Preflight);
        var refused = await edge.SendAsync("GET /x HTTP/1.1\r\nHost: a.test\r\nOrigin: https://app.test\r\n\r\n");

        Assert.Equal((204, "https://app.test", "true"), (answer.Status, Allowed(answer), answer.Header("access-control-allow-credentials")));
        Assert.Equal(("PUT, DELETE", "X-A, X-B", "60"), (answer.Header("access-control-allow-methods"), answer.Header("access-control-allow-headers"), answer.Header("access-control-max-age")));
        Assert.Equal((403, "https://app.test"), (refused.Status, Allowed(refused)));
        Assert.Equal(0, service.Connections);
        Assert.Equal("preflight", (await edge.StopAndReadLogAsync())[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_preflight_brings_no_API_key_of_the_query_into_the_log()
    {
        var keyed = new Config.V1.AccessRule { Require = new() { ApiKey = new() { Keys = "partners", Query = "key" } } };
        await using var edge = await RunningEdge.StartAsync(
            new Config.V1.Resource { Name = "partners", ApiKeys = new() },
            new() { Name = "keyed", Access = new() { Rules = { keyed } } },
            Route(new() { Origins = { "https://app.test" } }, static route =>
            {
                Answer(route);
                route.Access = new() { Policy = "keyed" };
            }));

        Assert.Equal(204, (await edge.SendAsync(Preflight.Replace("/x", "/x?key=verysecret&a=1", StringComparison.Ordinal))).Status);

        Assert.Equal("?a=1", Assert.Single(await edge.StopAndReadLogAsync()).GetProperty("query").GetString());
    }

    [Fact]
    public async Task A_preflight_from_elsewhere_is_told_nothing()
    {
        await using var edge = await RunningEdge.StartAsync(Route(new() { Origins = { "https://*.other.test" } }, Answer));

        var answer = await edge.SendAsync(Preflight);

        Assert.Equal((204, null, null), (answer.Status, Allowed(answer), answer.Header("access-control-allow-methods")));
        Assert.Contains("Origin", Vary(answer));
    }

    [Fact]
    public async Task A_preflight_finds_the_route_whose_methods_it_is_for()
    {
        await using var edge = await RunningEdge.StartAsync(Route(new() { Origins = { "*" }, Headers = { "*" } }, route =>
        {
            Answer(route);
            route.Methods.Add("PUT");
        }));

        var answer = await edge.SendAsync(Preflight);

        Assert.Equal((204, "*", "PUT", "x-a,x-b"), (answer.Status, Allowed(answer), answer.Header("access-control-allow-methods"), answer.Header("access-control-allow-headers")));
        Assert.Equal(404, (await edge.SendAsync("GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n")).Status);
    }

    [Fact]
    public async Task What_the_service_says_of_it_is_replaced_and_caches_are_told_that_answers_differ()
    {
        await using var service = await HttpBackend.StartAsync(context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.AccessControlAllowCredentials = "true";
            context.Response.Headers.Vary = "Accept";
            return Task.CompletedTask;
        });
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("app", service.Url), Route(new() { Origins = { "https://app.test" }, Exposed = { "X-Total" } }, static route => route.To.Add(new Config.V1.Destination { Service = "app" })));

        var allowed = await edge.SendAsync("GET /x HTTP/1.1\r\nHost: a.test\r\nOrigin: https://app.test\r\n\r\n");
        var foreign = await edge.SendAsync("GET /x HTTP/1.1\r\nHost: a.test\r\nOrigin: https://evil.test\r\n\r\n");
        var plain = await edge.SendAsync("GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal(("https://app.test", null, "X-Total"), (Allowed(allowed), allowed.Header("access-control-allow-credentials"), allowed.Header("access-control-expose-headers")));
        Assert.Equal((200, null, null), (foreign.Status, Allowed(foreign), foreign.Header("access-control-allow-credentials")));
        Assert.All([allowed, foreign, plain], static answer => Assert.Contains("Origin", Vary(answer)));
    }

    private static string? Allowed(RawAnswer answer) => answer.Header("access-control-allow-origin");

    private static string Vary(RawAnswer answer) => string.Join(",", answer.Headers.Where(static header => header.Name.Equals("vary", StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value));

    private static void Answer(Config.V1.RouteConfig route) => route.Respond = new() { Body = "here" };

    private static Config.V1.Resource Route(Config.V1.Cors cors, Action<Config.V1.RouteConfig> change) => Given.Route("app", route =>
    {
        route.Cors = cors;
        change(route);
        if (route.To.Count == 0 && route.Respond is null)
        {
            route.To.Add(new Config.V1.Destination { Service = "app" });
        }
    });
}
