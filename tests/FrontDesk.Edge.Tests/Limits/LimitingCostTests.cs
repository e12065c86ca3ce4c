using System.Diagnostics.Metrics;
using System.Net;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Limits;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Tls;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FrontDesk.Edge.Tests.Limits;

/// <summary>What the step of the limits costs a request that is let through.</summary>
public sealed class LimitingCostTests
{
    [Theory]
    [InlineData("client-ip")]
    [InlineData("client-ip", "host", "route", "header:x-tenant")]
    [InlineData]
    public void A_request_that_keeps_its_limits_allocates_nothing(params string[] key)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var step = new Limiting(static _ => Task.CompletedTask, new LimitState(TimeProvider.System), new LimitMetrics(services.GetRequiredService<IMeterFactory>()), new LimitWatch());
        var context = Request(
            new LimitConfig { Rate = "1000000/s", Key = { key }, Exempt = { "192.0.2.0/24" } },
            new LimitConfig { Rate = "100000/d", Algorithm = LimitAlgorithm.SlidingWindow, Key = { key } });

        // The least of some rounds: the first ones compile.
        var bytes = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                Assert.True(step.InvokeAsync(context).IsCompletedSuccessfully);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, bytes);
        Assert.Equal("", context.Exchange().Limit);
    }

    private static DefaultHttpContext Request(params LimitConfig[] limits)
    {
        var settings = new SettingsConfig { Limits = { limits.Select(static (_, i) => $"l{i}") } };
        var result = SnapshotModel.Empty.Apply(
        [
            .. limits.Select(static (limit, i) => new ResourceChange(Kind.Limit, $"l{i}", new Resource { Name = $"l{i}", Limit = limit })),
            new ResourceChange(Kind.Settings, "settings", new Resource { Name = "settings", Settings = settings }),
        ]);
        Assert.Empty(result.Problems);
        var context = new DefaultHttpContext();
        context.Request.Headers["x-tenant"] = "acme";
        context.Features.Set(new Exchange
        {
            Snapshot = new EdgeSnapshot(1, 1, result.Model, ServiceTable.Empty, CertificateTable.Empty),
            Listener = new ListenerModel("http", IPAddress.Loopback, 80, Protocol.Http, 0, 0),
            Began = TimeProvider.System.GetTimestamp(),
            Method = "GET",
            Protocol = "HTTP/1.1",
            Host = "shop.example.com",
            ClientAddress = Address.Of(IPAddress.Parse("2001:db8::7")),
        });
        return context;
    }
}
