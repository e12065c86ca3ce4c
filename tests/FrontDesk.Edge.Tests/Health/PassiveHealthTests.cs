using FrontDesk.Config.V1;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace FrontDesk.Edge.Tests.Health;

public sealed class PassiveHealthTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task An_endpoint_that_fails_so_often_in_a_row_is_left_alone_while_others_are_there(int status)
    {
        await using var bad = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var good = await HttpBackend.StartEchoAsync("good");
        await using var edge = await StartAsync(new PassiveHealth { Failures = 3, For = Duration.FromTimeSpan(TimeSpan.FromHours(1)) }, bad.Url, good.Url);

        var failed = 0;
        for (var i = 0; i < 40; i++)
        {
            failed += (await edge.SendAsync(Get)).Status == status ? 1 : 0;
            if (failed == 3 && status != 500)
            {
                await Eventually.TrueAsync("the ejection", () => Task.FromResult(Fit(edge) == 1), Patience.Token);
            }
        }

        // 500 is what the application says, not that it cannot be reached: every other request meets it.
        Assert.Equal(status == 500 ? 20 : 3, failed);
    }

    [Fact]
    public async Task No_more_than_the_share_is_left_alone()
    {
        await using var bad = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var edge = await StartAsync(new PassiveHealth { Failures = 1, MaxEjected = 50 }, bad.Url + "/a", bad.Url + "/b", bad.Url + "/c");

        for (var i = 0; i < 12; i++)
        {
            await edge.SendAsync(Get);
        }

        await Eventually.TrueAsync("the ejection", () => Task.FromResult(Fit(edge) == 2), Patience.Token);
        for (var i = 0; i < 12; i++)
        {
            await edge.SendAsync(Get);
            Assert.InRange(Fit(edge), 2, 3);
        }
    }

    [Fact]
    public async Task An_endpoint_that_was_left_alone_is_asked_again()
    {
        var fails = true;
        await using var flapping = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref fails) ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var good = await HttpBackend.StartEchoAsync("good");
        await using var edge = await StartAsync(new PassiveHealth { Failures = 1, For = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) }, flapping.Url, good.Url);

        await edge.SendAsync(Get);
        await edge.SendAsync(Get);
        Volatile.Write(ref fails, false);
        await Eventually.TrueAsync("the return", () => Task.FromResult(Fit(edge) == 2), Patience.Token);

        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task Where_none_is_fit_all_are_asked_and_the_service_is_shown()
    {
        await using var bad = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var edge = await StartAsync(new PassiveHealth { Failures = 1, MaxEjected = 100 }, bad.Url + "/a", bad.Url + "/b");
        var degradations = edge.Services.GetRequiredService<Degradations>();

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(503, (await edge.SendAsync(Get)).Status);
        }

        await Eventually.TrueAsync("that it is shown", () => Task.FromResult(degradations.Count == 1), Patience.Token);
        Assert.Contains("None of its 2 endpoints is fit", Assert.Single(degradations.Current).Reason, StringComparison.Ordinal);
        Assert.Equal(503, (await edge.SendAsync(Get)).Status);
    }

    private static int Fit(RunningEdge edge) => edge.Snapshot.Services.TryGetValue("app", out var service) ? service.Pool.Fit : -1;

    private static Task<RunningEdge> StartAsync(PassiveHealth passive, params string[] urls)
    {
        var service = Given.Service("app", urls);
        service.Service.Balance = Balance.RoundRobin;
        service.Service.Health = new Config.V1.Health { Passive = passive };
        return RunningEdge.StartAsync(service, Given.Route("app", "app"));
    }
}
