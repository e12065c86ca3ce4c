using FrontDesk.Config.V1;
using FrontDesk.Routing.Features;

namespace FrontDesk.Routing.Tests.Features;

public sealed class FeatureSetTests
{
    private static readonly Resource Route = new()
    {
        Name = "shop",
        Route = new RouteConfig { Hosts = { "a.test" }, To = { new Destination { Service = "s", Weight = 3 } } },
    };

    [Fact]
    public void A_program_understands_all_of_its_own_language()
    {
        var own = FeatureSet.Parse([.. Language.Words]);

        Assert.True(own.IsComplete);
        Assert.Null(own.Lacks(Route));
    }

    [Fact]
    public void An_edge_that_does_not_tell_is_not_kept_from_anything() => Assert.True(FeatureSet.Parse([]).IsComplete);

    [Fact]
    public void The_words_fit_into_a_record_of_a_thousand_nodes() => Assert.InRange(Language.Words.Sum(word => word.Length), 100, 4096);

    [Theory]
    [InlineData("Resource", "route")]
    [InlineData("RouteConfig", "route.hosts")]
    [InlineData("Destination", "route.to.service")]
    public void What_a_version_has_no_word_for_is_named_where_it_stands(string type, string named)
    {
        var older = FeatureSet.Parse([.. Language.Words.Where(word => word.Split(' ')[0] != type), .. type == "Resource" ? ["Resource 1-12"] : Array.Empty<string>()]);

        Assert.False(older.IsComplete);
        Assert.Equal(named, older.Lacks(Route));
    }

    [Fact]
    public void What_a_resource_does_not_use_is_not_wanted_of_an_edge()
    {
        var older = FeatureSet.Parse([.. Language.Words.Where(word => word.Split(' ')[0] != "CertificateConfig")]);

        Assert.False(older.IsComplete);
        Assert.Null(older.Lacks(Route));
    }

    [Fact]
    public void A_choice_that_a_version_does_not_know_is_named()
    {
        var older = FeatureSet.Parse([.. Language.Words.Where(word => word.Split(' ')[0] != "Protocol"), "Protocol 0-1"]);

        var listener = new Resource { Name = "l", Listener = new ListenerConfig { Bind = ":443", Protocol = Protocol.Https } };

        Assert.StartsWith("listener.protocol: ", older.Lacks(listener), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("listeners")]
    [InlineData("RouteConfig  1-99999999999 x -3 4- -")]
    public void Garbage_is_no_feature(string word) => Assert.NotNull(FeatureSet.Parse([word]).Lacks(Route));
}
