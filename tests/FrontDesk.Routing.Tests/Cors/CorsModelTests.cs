using static FrontDesk.Routing.Tests.Configs;

namespace FrontDesk.Routing.Tests.Cors;

public class CorsModelTests
{
    [Theory]
    [InlineData("https://app.test", "https://app.test", true)]
    [InlineData("https://app.test", "http://app.test", false)]
    [InlineData("https://app.test", "https://app.test:8443", false)]
    [InlineData("https://app.test", "https://app.test.evil.test", false)]
    [InlineData("https://app.test:8443", "https://app.test:8443", true)]
    [InlineData("https://*.app.test", "https://a.app.test", true)]
    [InlineData("https://*.app.test", "https://a.b.app.test", true)]
    [InlineData("https://*.app.test", "https://app.test", false)]
    [InlineData("https://*.app.test", "https://.app.test", false)]
    [InlineData("https://*.app.test", "https://evil.test/.app.test", false)]
    [InlineData("https://*.app.test", "https://evil.test#.app.test", false)]
    [InlineData("https://*.app.test", "https://a\u00e9.app.test", false)]
    [InlineData("https://*.app.test", "https://evilapp.test", false)]
    [InlineData("*", "https://anything.test", true)]
    [InlineData("https://app.test", "null", false)]
    public void An_origin_is_let_in_by_its_own_name_or_by_a_wildcard_of_whole_labels(string allowed, string origin, bool expected)
    {
        var model = Compile(Route("a", "a.test", more: route => route.Cors = new() { Origins = { allowed } }));

        Assert.True(model.Routes.TryGetValue("a", out var route));
        Assert.Equal(expected, route!.Cors!.Allows(origin));
    }
}
