using System.Net;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Pipeline;

namespace FrontDesk.Edge.Tests.Transforms;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData(SecurityHeaders.Basic, "SAMEORIGIN", "max-age=31536000")]
    [InlineData(SecurityHeaders.Strict, "DENY", "max-age=31536000; includeSubDomains")]
    public async Task Every_answer_of_the_route_has_them_and_transport_security_is_told_over_https_only(SecurityHeaders preset, string frames, string transport)
    {
        await using var edge = await RunningEdge.StartAsync(Route(new() { SecurityHeaders = preset }));
        using var client = RunningEdge.Client(HttpVersion.Version20);

        using var secure = await client.GetAsync($"https://a.example.com:{edge.HttpsPort}/", TestContext.Current.CancellationToken);
        var plain = await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.example.com\r\n\r\n");

        Assert.Equal(transport, Assert.Single(secure.Headers.GetValues("strict-transport-security")));
        Assert.Equal((frames, "nosniff", null), (plain.Header("x-frame-options"), plain.Header("x-content-type-options"), plain.Header("strict-transport-security")));
    }

    [Fact]
    public async Task What_the_service_or_the_route_says_itself_stands()
    {
        await using var service = await Testing.Backends.HttpBackend.StartAsync(static context =>
        {
            context.Response.Headers["x-frame-options"] = "ALLOWALL";
            return Task.CompletedTask;
        });
        var route = Route(new() { SecurityHeaders = SecurityHeaders.Basic, Headers = new() { Set = { ["referrer-policy"] = "origin" }, Remove = { "x-content-type-options" } } });
        route.Route.Respond = null;
        route.Route.To.Add(new Destination { Service = "app" });
        await using var edge = await RunningEdge.StartAsync(Given.Service("app", service.Url), route);

        var answer = await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.example.com\r\n\r\n");

        Assert.Equal(("ALLOWALL", "origin", null), (answer.Header("x-frame-options"), answer.Header("referrer-policy"), answer.Header("x-content-type-options")));
    }

    private static Resource Route(ResponseTransform response) => Given.Route("app", route =>
    {
        route.Hosts.Clear();
        route.Hosts.Add("a.example.com");
        route.Respond = new() { Body = "here" };
        route.Response = response;
    });
}
