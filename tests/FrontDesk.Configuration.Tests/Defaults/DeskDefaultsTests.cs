using FrontDesk.Config.V1;
using FrontDesk.Configuration.Defaults;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Defaults;

public sealed class DeskDefaultsTests
{
    private const string Site = "routes: { shop.example.com: http://10.0.0.11:9000 }";

    [Fact]
    public void Each_desk_gets_what_it_lacks() => Assert.Null(CaseFile.Compare("defaults.txt", input => Missing(Desk.Of(input))));

    [Theory]
    [InlineData(Site)]
    [InlineData("routes: { a: { hosts: [\"*\", \"*.a.example\", 10.0.0.1], respond: {} } }")]
    [InlineData("listeners: { s: { bind: \":1\", protocol: https } }\nroutes: { a: { hosts: [a.example], respond: {}, groups: [eu] }, b: { hosts: [a.example], respond: {}, groups: [us] } }")]
    public void What_was_added_is_never_added_again(string yaml)
    {
        var desk = Completed(Desk.Of(yaml));

        Assert.Empty(DeskDefaults.Missing(desk));
        Assert.Empty(DeskDefaults.Missing(desk, desk.Keys));
        Assert.Empty(desk.Validate());
    }

    [Fact]
    public void What_a_person_took_away_stays_away_when_another_route_comes()
    {
        var desk = Without(Completed(Desk.Of(Site)), Kind.Certificate, "shop.example.com");
        var after = With(desk, "routes: { blog.example.com: http://10.0.0.12:9000 }");

        var missing = DeskDefaults.Missing(after, [new ResourceKey { Kind = Kind.Route, Name = "blog.example.com" }]);

        Assert.Equal("blog.example.com", Assert.Single(missing).Name);
    }

    [Fact]
    public void One_listener_of_ones_own_is_enough()
    {
        var desk = With(Desk.Of(Site), "listeners: { own: { bind: \":9000\", protocol: http } }");

        Assert.Empty(DeskDefaults.Missing(desk));
    }

    [Fact]
    public void Without_routes_nothing_is_added() => Assert.Empty(DeskDefaults.Missing(Desk.Of("services: { a: http://a:1 }")));

    [Fact]
    public void A_change_of_services_only_adds_nothing()
    {
        var desk = Without(Completed(Desk.Of(Site)), Kind.Certificate, "shop.example.com");

        Assert.Empty(DeskDefaults.Missing(desk, [new ResourceKey { Kind = Kind.Service, Name = "shop.example.com" }]));
    }

    private static IEnumerable<string> Missing(Desk desk) => DocumentWriter.Write(Completed(desk).Resources.Except(desk.Resources)).TrimEnd('\n').Split('\n');

    private static Desk Completed(Desk desk)
    {
        while (DeskDefaults.Missing(desk) is { Count: > 0 } missing)
        {
            desk = new Desk(desk.Resources.Concat(missing));
        }

        return desk;
    }

    private static Desk With(Desk desk, string yaml) => new(desk.Resources.Concat(Desk.Of(yaml).Resources));

    private static Desk Without(Desk desk, Kind kind, string name) => new(desk.Resources.Where(resource => (Desk.KindOf(resource), resource.Name) != (kind, name)));
}
