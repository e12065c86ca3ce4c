namespace FrontDesk.Routing.Tests.Matching;

public class HostMatchingTests
{
    [Theory]
    [InlineData("a.shop.test", "exact")]
    [InlineData("b.shop.test", "near")]
    [InlineData("c.b.shop.test", "near")]
    [InlineData("shop.test", "far")]
    [InlineData("x.test", "far")]
    [InlineData("test", "default")]
    [InlineData("[::1]", "default")]
    public void The_most_exact_host_wins(string host, string route)
    {
        var model = Configs.Compile(
            Configs.Route("exact", "a.shop.test"),
            Configs.Route("near", "*.shop.test"),
            Configs.Route("far", "*.test"),
            Configs.Route("default", "*"));

        Assert.Equal(route, model.Match(new Facts(host, "/"))?.Name);
    }

    [Fact]
    public void Where_no_path_of_the_host_matches_the_less_exact_hosts_are_tried_in_turn()
    {
        var model = Configs.Compile(
            Configs.Route("exact", "a.b.test", "/exact"),
            Configs.Route("near", "*.b.test", "/near"),
            Configs.Route("far", "*.test", "/far"),
            Configs.Route("default", "*", "/default"));

        foreach (var route in new[] { "exact", "near", "far", "default" })
        {
            Assert.Equal(route, model.Match(new Facts("a.b.test", "/" + route))?.Name);
        }

        Assert.Null(model.Match(new Facts("a.b.test", "/none")));
    }

    [Fact]
    public void Hosts_are_matched_whatever_their_case_in_the_configuration()
    {
        var model = Configs.Compile(Configs.Route("r", "Shop.Test. *.Shop.Test"));

        Assert.NotNull(model.Match(new Facts("shop.test", "/")));
        Assert.NotNull(model.Match(new Facts("a.shop.test", "/")));
    }

    [Fact]
    public void An_empty_configuration_matches_nothing() => Assert.Null(Configs.Compile().Match(new Facts("a", "/")));
}
