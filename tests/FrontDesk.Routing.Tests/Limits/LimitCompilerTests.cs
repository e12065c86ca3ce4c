using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Explain;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests.Limits;

public class LimitCompilerTests
{
    [Theory]
    [InlineData("100/s", 0u, LimitAlgorithm.Unspecified, "\"l\";q=100;w=1")]
    [InlineData("100/s", 200u, LimitAlgorithm.TokenBucket, "\"l\";q=200;w=2")]
    [InlineData("5000/h", 10u, LimitAlgorithm.TokenBucket, "\"l\";q=10;w=8")]
    [InlineData("3/s", 1u, LimitAlgorithm.TokenBucket, "\"l\";q=1;w=1")]
    [InlineData("60/m", 0u, LimitAlgorithm.SlidingWindow, "\"l\";q=60;w=60")]
    public void The_policy_tells_clients_a_quota_and_its_window(string rate, uint burst, LimitAlgorithm algorithm, string policy) =>
        Assert.Equal(policy, Limit(new LimitConfig { Rate = rate, Burst = burst, Algorithm = algorithm }).Policy);

    [Fact]
    public void A_concurrency_limit_tells_its_unit() => Assert.Equal("\"l\";q=5;qu=\"concurrent-requests\"", Limit(new LimitConfig { Concurrency = 5 }).Policy);

    [Fact]
    public void An_interval_is_rounded_up_so_that_no_more_than_the_rate_passes() => Assert.Equal(333_333_334, Limit(new LimitConfig { Rate = "3/s" }).Interval);

    [Fact]
    public void Counts_go_on_while_name_rate_algorithm_and_key_are_the_same()
    {
        var limit = new LimitConfig { Rate = "100/s", Key = { "client-ip", "header:X-A" } };
        var identity = Limit(limit).Identity;

        Assert.All(
            new[] { Changed(limit, static l => l.Burst = 5), Changed(limit, static l => l.Exempt.Add("10.0.0.0/8")), Changed(limit, static l => l.Mode = Enforcement.Report), Changed(limit, static l => l.Key[1] = "header:x-a") },
            changed => Assert.Equal(identity, Limit(changed).Identity));
        Assert.All(
            new[] { Changed(limit, static l => l.Rate = "101/s"), Changed(limit, static l => l.Rate = "100/m"), Changed(limit, static l => l.Algorithm = LimitAlgorithm.SlidingWindow), Changed(limit, static l => l.Key.RemoveAt(1)), Changed(limit, static l => l.Ipv6Prefix = 56) },
            changed => Assert.NotEqual(identity, Limit(changed).Identity));
        Assert.NotEqual(identity, Limit(limit, "m").Identity);
        Assert.Equal(Limit(new LimitConfig { Concurrency = 5 }).Identity, Limit(new LimitConfig { Concurrency = 6 }).Identity);
    }

    [Fact]
    public void A_limit_that_is_named_but_not_there_is_told_where_it_is_named()
    {
        var problem = Configs.Problem(Configs.Route("a", "a.test", more: static route => route.Limits.Add("gone")));

        Assert.Equal((Kind.Route, "a", "limits[0]", "There is no limit gone."), (problem.Kind, problem.Name, problem.Field, problem.Message));
    }

    [Theory]
    [InlineData(true, "The limit l is still used by the route a.")]
    [InlineData(false, "The limit l is still used by the settings.")]
    public void A_limit_does_not_go_while_it_is_named(bool byRoute, string message)
    {
        var model = byRoute
            ? Configs.Compile(Change("l", new LimitConfig { Rate = "1/s" }), Configs.Route("a", "a.test", more: static route => route.Limits.Add("l")))
            : Configs.Compile(Change("l", new LimitConfig { Rate = "1/s" }), Settings("l"));

        Assert.Equal(message, Assert.Single(model.Apply([Configs.Delete(Kind.Limit, "l")]).Problems).Message);
        Assert.Empty(model.Apply([Configs.Delete(Kind.Limit, "l"), byRoute ? Configs.Delete(Kind.Route, "a") : Configs.Delete(Kind.Settings, "settings")]).Problems);
    }

    [Theory]
    [InlineData("192.0.2.7", "The limit l allows 100 requests per second and 200 at once, counted by client address (192.0.2.7) and host.")]
    [InlineData("2001:db8::7", "The limit l allows 100 requests per second and 200 at once, counted by client address (2001:db8::/64) and host.")]
    [InlineData("10.0.0.7", "The limit l does not hold for the client 10.0.0.7, which is exempt.")]
    public void Explain_tells_what_a_request_is_held_to(string client, string reason)
    {
        var model = Configs.Compile(
            Change("l", new LimitConfig { Rate = "100/s", Burst = 200, Key = { "client-ip", "host" }, Exempt = { "10.0.0.0/8" } }),
            Configs.Route("a", "a.test", more: static route => route.Limits.Add("l")));

        Assert.Contains(reason, Explainer.Explain(model, new ExplainRequest { Url = "http://a.test/", Client = client }).Reasons);
    }

    [Fact]
    public void Explain_tells_a_client_that_is_no_address() =>
        Assert.StartsWith("`office` is not an address", Assert.Throws<FormatException>(static () => Explainer.Explain(Configs.Compile(), new ExplainRequest { Url = "http://a.test/", Client = "office" })).Message, StringComparison.Ordinal);

    private static LimitModel Limit(LimitConfig config, string name = "l") =>
        Configs.Compile(Change(name, config)).Limits.TryGetValue(name, out var limit) ? limit : throw new InvalidOperationException("There is no limit.");

    private static LimitConfig Changed(LimitConfig limit, Action<LimitConfig> change)
    {
        var changed = limit.Clone();
        change(changed);
        return changed;
    }

    private static ResourceChange Change(string name, LimitConfig config) => new(Kind.Limit, name, new Resource { Name = name, Limit = config });

    private static ResourceChange Settings(string limit) => new(Kind.Settings, "settings", new Resource { Name = "settings", Settings = new SettingsConfig { Limits = { limit } } });
}
