using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Edge.Tests.Maintenance;

public sealed class MaintenanceTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\nAccept: text/html\r\n\r\n";

    [Fact]
    public async Task A_route_that_is_closed_answers_with_its_page_and_is_open_again_without_it()
    {
        await using var service = await HttpBackend.StartEchoAsync("app");
        await using var edge = await RunningEdge.StartAsync(Given.Service("app", service.Url), Route(new() { Page = "<h1>Back at five</h1>", RetryAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(90.5)) }));

        var closed = await edge.SendAsync(Get);
        Assert.Equal((503, "<h1>Back at five</h1>"), (closed.Status, closed.Body));
        Assert.Equal("91", closed.Header("retry-after"));
        Assert.Equal("text/html; charset=utf-8", closed.Header("content-type"));

        await edge.ChangeAsync(Route(new() { On = false, Page = "<h1>Back at five</h1>" }));
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal("maintenance", (await edge.StopAndReadLogAsync())[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_service_that_is_closed_answers_so_on_every_route_and_is_not_asked()
    {
        await using var service = RawBackend.StartSilent();
        var closed = Given.Service("app", service.Url);
        closed.Service.Maintenance = new();
        await using var edge = await RunningEdge.StartAsync(closed, Given.Route("app", "app"));

        var answer = await edge.SendAsync(Get);
        Assert.Equal(503, answer.Status);
        Assert.Equal("300", answer.Header("retry-after"));
        Assert.NotEmpty(answer.Body);
        Assert.Equal(0, service.Connections);
    }

    private static Config.V1.Resource Route(Config.V1.Maintenance maintenance) => Given.Route("app", route =>
    {
        route.To.Add(new Config.V1.Destination { Service = "app" });
        route.Maintenance = maintenance;
    });
}
