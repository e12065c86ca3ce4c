using FrontDesk.Config.V1;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests.Snapshots;

/// <summary>Memory is measured, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
public class CostTestsAlone;

/// <summary>What matching and changing cost in bytes. Times are told by tests/bench/FrontDesk.Routing.Bench.</summary>
[Collection(nameof(CostTests))]
public class CostTests
{
    private const int Services = 500;
    private const int MostPerRoute = 1024;
    private const int MostPerChange = 64 * 1024;

    /// <summary>Changes compiled at once, so that a large desk's messages need not all be in memory.</summary>
    private const int Batch = 10_000;

    [Fact]
    public void A_hundred_thousand_host_routes_take_less_than_a_KiB_each_and_matching_them_allocates_nothing()
    {
        var before = Held();
        var model = Desk(100_000);
        var perRoute = (Held() - before) / model.Routes.Count;

        Assert.InRange(perRoute, 1, MostPerRoute);
        string[] hosts = [.. Enumerable.Range(0, 1_000).Select(static i => Host(i * 97))];
        var next = 0;
        Allocated.Nothing(() => model.Match(new Request(hosts[next++ % hosts.Length], "/orders/4711")) is not null);
        Allocated.Nothing(() => model.Match(new Request("none.example.com", "/")) is null);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void A_changed_route_allocates_less_than_64_KiB_however_many_there_are(int routes)
    {
        var model = Desk(routes);
        var next = 0;
        var bytes = Allocated.Bytes(() =>
        {
            // The message is the wire's, the rest is the change's.
            next += 7919;
            model = model.Then(Route(next, next + 1));
        });

        Assert.InRange(bytes, 1, MostPerChange);
        Assert.Equal(routes, model.Routes.Count);
    }

    [Theory]
    [InlineData("/literal/x", "GET", "literal")]
    [InlineData("/users/7/orders", "GET", "placeholder")]
    [InlineData("/rest/a/b/c", "GET", "rest")]
    [InlineData("/rest;p=1/%40/c", "GET", "rest")]
    [InlineData("/v12/x", "GET", "expression")]
    [InlineData("/conditions", "POST", "conditions")]
    [InlineData("/conditions", "PUT", "all")]
    [InlineData("/none", "GET", "all")]
    public void Matching_by_any_kind_of_path_and_condition_allocates_nothing(string path, string method, string route)
    {
        var model = Configs.Compile(
            Configs.Route("literal", "a.test", "/literal/x"),
            Configs.Route("placeholder", "a.test", "/users/{id}/orders"),
            Configs.Route("rest", "a.test", "/rest/*"),
            Configs.Route("expression", "a.test", "~/v[0-9]+/.*"),
            Configs.Route("conditions", "a.test", "/conditions", more: static route =>
            {
                route.Methods.Add("POST");
                route.Headers["x-a"] = new ValueMatch { Present = false };
                route.Query["v"] = new ValueMatch { Present = false };
            }),
            Configs.Route("all", "*.test"));

        Allocated.Nothing(() => model.Match(new Request("a.test", path, method))?.Name == route);
    }

    [Theory]
    [InlineData("shop.test")]
    [InlineData("www.shop.test")]
    public void Finding_a_certificate_allocates_nothing(string name)
    {
        var model = Configs.Compile(Configs.Certificate("shop", 1, "shop.test", "*.shop.test"));

        Allocated.Nothing(() => model.FindCertificate(name) is not null);
        Allocated.Nothing(() => model.FindCertificate("a.b.shop.test") is null);
    }

    private static string Host(int i) => $"host-{i:x}.customers.example.com";

    private static ResourceChange Route(int i, int service) => Configs.Route($"route-{i}", Host(i), to: $"service-{service % Services}");

    private static SnapshotModel Desk(int routes)
    {
        var model = SnapshotModel.Empty.Then([.. Enumerable.Range(0, Services).Select(static i => Configs.Service($"service-{i}"))]);
        for (var start = 0; start < routes; start += Batch)
        {
            model = model.Then([.. Enumerable.Range(start, Batch).Select(static i => Route(i, i))]);
        }

        return model;
    }

    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private readonly record struct Request(string Host, string Path, string Method = "GET") : IRequestFacts
    {
        public bool HeaderHolds(string name, ValueCondition condition) => condition.HoldsForAbsent;

        public bool QueryHolds(string name, ValueCondition condition) => condition.HoldsForAbsent;
    }
}
