using System.Collections.Concurrent;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Health;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace FrontDesk.Edge.Tests.Health;

public sealed class ActiveHealthTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    [Fact]
    public async Task An_endpoint_that_is_not_well_gets_no_requests_until_it_is()
    {
        var status = 500;
        await using var sick = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/healthz" ? Volatile.Read(ref status) : 200;
            return context.Response.WriteAsync("sick");
        });
        await using var well = await HttpBackend.StartEchoAsync("well");
        await using var edge = await StartAsync(new ActiveHealth { Path = "/healthz", HealthyAfter = 1 }, sick.Url, well.Url);

        await FitAsync(edge, 1);
        for (var i = 0; i < 6; i++)
        {
            Assert.StartsWith("well", (await edge.SendAsync(Get)).Body);
        }

        Volatile.Write(ref status, 204);
        await FitAsync(edge, 2);
        var answers = new[] { (await edge.SendAsync(Get)).Body[..4], (await edge.SendAsync(Get)).Body[..4] };
        Assert.Contains("sick", answers);
    }

    [Fact]
    public async Task A_question_has_the_host_and_the_path_that_were_configured_and_the_answer_is_judged_by_the_ranges()
    {
        var questions = new ConcurrentQueue<string>();
        await using var service = await HttpBackend.StartAsync(context =>
        {
            questions.Enqueue($"{context.Request.Method} {context.Request.Host} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers.UserAgent}");
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using var edge = await StartAsync(new ActiveHealth { Path = "/up?x=1", Host = "app.example.com", Expect = { "200", "400-404" } }, service.Url);
        await Eventually.TrueAsync("a question", () => Task.FromResult(!questions.IsEmpty), Patience.Token);
        Assert.Equal("GET app.example.com /up?x=1 frontdesk-health", questions.First());
        Assert.Equal(1, Fit(edge));

        await edge.ChangeAsync(Service(new ActiveHealth { Path = "/up?x=1", Expect = { "200-299" } }, service.Url));
        await FitAsync(edge, 0);
    }

    [Fact]
    public async Task An_endpoint_that_takes_no_connection_is_not_well_by_tcp()
    {
        await using var open = RawBackend.StartSilent();
        await using var edge = await StartAsync(new ActiveHealth { Type = HealthCheck.Tcp }, open.Url, $"http://127.0.0.1:{FreePort.Next()}");
        await FitAsync(edge, 1);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_is_not_well()
    {
        await using var silent = RawBackend.StartSilent();
        await using var well = await HttpBackend.StartEchoAsync("well");
        await using var edge = await StartAsync(new ActiveHealth { Timeout = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)) }, silent.Url, well.Url);
        await FitAsync(edge, 1);
    }

    [Theory]
    [InlineData(1, "0", 1)]
    [InlineData(2, "0", 0)]
    [InlineData(0, "12", 0)]
    public async Task A_grpc_server_is_well_where_it_says_that_it_serves(byte answer, string status, int fit)
    {
        var asked = new ConcurrentQueue<byte[]>();
        await using var server = await HttpBackend.StartAsync(
            async context =>
            {
                var question = new MemoryStream();
                await context.Request.Body.CopyToAsync(question);
                context.Response.ContentType = "application/grpc";
                context.Response.AppendTrailer("grpc-status", status);
                if (answer > 0)
                {
                    await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, answer });
                }

                asked.Enqueue(question.ToArray());
            },
            HttpProtocols.Http2);
        await using var edge = await StartAsync(new ActiveHealth { Type = HealthCheck.Grpc, Service = "shop" }, server.Url.Replace("http:", "h2c:", StringComparison.Ordinal));

        await Eventually.TrueAsync("a question", () => Task.FromResult(!asked.IsEmpty), Patience.Token);
        Assert.Equal([0, 0, 0, 0, 6, 0x0A, 4, .. "shop"u8], asked.First());
        await FitAsync(edge, fit);
    }

    [Fact]
    public async Task What_is_known_of_an_endpoint_outlives_a_revision_and_a_service_that_is_gone_is_asked_no_more()
    {
        await using var well = await HttpBackend.StartEchoAsync("well");
        string[] urls = [$"http://127.0.0.1:{FreePort.Next()}", well.Url];
        await using var edge = await StartAsync(new ActiveHealth(), urls);
        await FitAsync(edge, 1);

        await edge.ChangeAsync(Service(new ActiveHealth { Path = "/other" }, urls));
        Assert.Equal(1, Fit(edge));

        await edge.ChangeAsync(Given.Service("app", urls));
        Assert.Equal(2, Fit(edge));
        await Eventually.TrueAsync("the end of the questions", () => Task.FromResult(edge.Services.GetRequiredService<HealthChecks>().Count == 0), Patience.Token);
    }

    [Fact]
    public async Task Where_too_few_are_well_all_are_asked()
    {
        await using var well = await HttpBackend.StartEchoAsync("well");
        await using var sick = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.UserAgent == "frontdesk-health" ? 500 : 200;
            return context.Response.WriteAsync("sick");
        });
        var service = Service(new ActiveHealth(), well.Url, sick.Url + "/a", sick.Url + "/b");
        service.Service.Health.PanicBelow = 50;
        await using var edge = await RunningEdge.StartAsync(service, Given.Route("app", "app"));
        await FitAsync(edge, 1);

        var answers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add((await edge.SendAsync(Get)).Body[..4]);
        }

        Assert.Equal(2, answers.Count(answer => answer == "sick"));
    }

    private static int Fit(RunningEdge edge) => edge.Snapshot.Services.TryGetValue("app", out var service) ? service.Pool.Fit : -1;

    private static Task FitAsync(RunningEdge edge, int count) => Eventually.TrueAsync($"{count} fit endpoints", () => Task.FromResult(Fit(edge) == count), Patience.Token);

    private static Task<RunningEdge> StartAsync(ActiveHealth active, params string[] urls) => RunningEdge.StartAsync(Service(active, urls), Given.Route("app", "app"));

    private static Resource Service(ActiveHealth active, params string[] urls)
    {
        active.Interval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
        var service = Given.Service("app", urls);
        service.Service.Balance = Balance.RoundRobin;
        service.Service.Health = new Config.V1.Health { Active = active };
        return service;
    }
}
