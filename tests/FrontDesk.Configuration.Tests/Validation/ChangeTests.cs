using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Tests.Validation;

/// <summary>A change is checked with what it touches, not only by itself.</summary>
public sealed class ChangeTests
{
    [Fact]
    public void A_service_that_goes_is_missed_by_its_routes()
    {
        var desk = Desk.Of("routes: { a: { hosts: [a.example], to: shop }, b: { hosts: [b.example], respond: {} } }");

        Assert.Equal(["error: route a: to[0].service: There is no service `shop`. Declare it under `services`."], desk.ValidateChange((Kind.Service, "shop")));
    }

    [Fact]
    public void A_service_that_leaves_a_group_is_missed_by_its_routes_there()
    {
        var desk = Desk.Of("services: { shop: { endpoints: [http://a:1], groups: [eu] } }\nroutes: { a: { hosts: [a.example], to: shop, groups: [us] } }");

        Assert.Contains("is only in eu, but the route is also in us", Assert.Single(desk.ValidateChange((Kind.Service, "shop"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_changes_otherwise_is_checked_alone()
    {
        var desk = Desk.Of("services: { shop: http://a:1 }\nroutes: { a: { hosts: [a.example], to: nowhere } }");

        Assert.Empty(desk.ValidateChange((Kind.Service, "shop")));
    }

    [Fact]
    public void A_limit_that_goes_is_missed_by_its_routes_and_by_the_settings()
    {
        var desk = Desk.Of("""
            limits: { slow: { rate: 1/s } }
            routes: { a: { hosts: [a.example], respond: {}, limits: [slow] }, b: { hosts: [b.example], respond: {}, limits: [slw, gone] } }
            settings: { limits: [gone] }
            """);

        Assert.Equal(
            [
                "error: route b: limits[1]: There is no limit `gone`. Known are slow.",
                "error: settings: limits[0]: There is no limit `gone`. Known are slow.",
            ],
            desk.ValidateChange((Kind.Limit, "gone")));
    }

    [Fact]
    public void An_access_policy_that_goes_is_missed_by_its_routes_and_by_the_settings()
    {
        var desk = Desk.Of("routes: { a: { hosts: [a.example], respond: {}, access: office } }\nsettings: { access: office }");

        Assert.Equal(
            [
                "error: route a: access.policy: There is no access policy `office`. Declare it under `access`.",
                "error: settings: access: There is no access policy `office`. Declare it under `access`.",
            ],
            desk.ValidateChange((Kind.Access, "office")));
    }

    [Fact]
    public void A_limit_that_leaves_a_group_is_missed_by_the_settings_there()
    {
        var desk = Desk.Of("limits: { slow: { rate: 1/s, groups: [eu] } }\nsettings: { limits: [slow] }");

        Assert.Contains("The limit `slow` is only in eu, but the settings are also in all groups", Assert.Single(desk.ValidateChange((Kind.Limit, "slow"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_listener_or_certificate_is_compared_with_those_that_stay()
    {
        var desk = Desk.Of("""
            listeners: { a: { bind: ":1", protocol: http }, b: { bind: ":1", protocol: http } }
            certificates: { c: { names: [a.example], internal: {} }, d: { names: [a.example], internal: {} } }
            """);

        Assert.Contains("The listener `b` has the same address", Assert.Single(desk.ValidateChange((Kind.Listener, "a"))), StringComparison.Ordinal);
        Assert.Contains("The certificate `c` is shown for `a.example` already", Assert.Single(desk.ValidateChange((Kind.Certificate, "d"))), StringComparison.Ordinal);
        Assert.Equal(2, desk.Validate().Length);
    }

    [Fact]
    public void What_a_change_does_not_touch_is_not_told_again()
    {
        var desk = Desk.Of("services: { bad: ftp://x, good: http://a:1 }\nroutes: { bad: { hosts: [], to: nowhere } }");

        Assert.Empty(desk.ValidateChange((Kind.Service, "good")));
    }

    [Fact]
    public void A_deleted_resource_has_no_problems_of_its_own() => Assert.Empty(Desk.Of("{}").ValidateChange((Kind.Route, "gone"), (Kind.Listener, "gone"), (Kind.Certificate, "gone"), (Kind.Settings, "settings")));

    [Fact]
    public void A_resource_of_no_kind_is_told()
    {
        var desk = new Desk([new Resource { Name = "x" }]);

        Assert.Contains("does not say what it is", Assert.Single(desk.Validate()), StringComparison.Ordinal);
    }
}
