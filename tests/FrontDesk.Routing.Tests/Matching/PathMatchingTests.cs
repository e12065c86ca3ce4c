namespace FrontDesk.Routing.Tests.Matching;

public class PathMatchingTests
{
    private const string Host = "shop.test";

    [Theory]
    [InlineData("/exact", "/exact", true)]
    [InlineData("/exact", "/exact/", false)]
    [InlineData("/exact", "/exact/x", false)]
    [InlineData("/exact", "/Exact", false)]
    [InlineData("/exact/", "/exact/", true)]
    [InlineData("/exact/", "/exact", false)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/x", false)]
    [InlineData("/*", "/", true)]
    [InlineData("/*", "/x/y", true)]
    [InlineData("/prefix/*", "/prefix", true)]
    [InlineData("/prefix/*", "/prefix/", true)]
    [InlineData("/prefix/*", "/prefix/a/b", true)]
    [InlineData("/prefix/*", "/prefixed", false)]
    [InlineData("/prefix/*", "/", false)]
    [InlineData("/users/{id}", "/users/7", true)]
    [InlineData("/users/{id}", "/users/", false)]
    [InlineData("/users/{id}", "/users", false)]
    [InlineData("/users/{id}", "/users/7/", false)]
    [InlineData("/users/{id}/", "/users/7/", true)]
    [InlineData("/users/{id}/x", "/users/7/x", true)]
    [InlineData("/users/{id}/*", "/users/7", true)]
    [InlineData("/users/{id}/*", "/users/7/a/b", true)]
    [InlineData("/users/{id}/*", "/users", false)]
    [InlineData("/{a}/{b}", "/x/y", true)]
    [InlineData("~/v[0-9]+/.*", "/v12/x", true)]
    [InlineData("~/v[0-9]+", "/v12/x", false)]
    [InlineData("~/v[0-9]+", "/a/v12", false)]
    [InlineData("~/a|/b", "/b", true)]
    [InlineData("~/a|/b", "/bc", false)]
    [InlineData("/caf\u00e9", "/caf%C3%A9", true)]
    [InlineData("/caf%c3%a9", "/caf%C3%A9", true)]
    [InlineData("/@team", "/%40team", true)]
    [InlineData("/%40team", "/@team", true)]
    [InlineData("/a%20b", "/a%20b", true)]
    [InlineData("/admin/*", "/admin;x=1/users", true)]
    [InlineData("/admin/*", "/admin%3Bx/users", true)]
    [InlineData("/admin/*", "/;x/admin/users", true)]
    [InlineData("/admin", "/admin;x", true)]
    public void A_path_pattern_matches_what_it_says(string pattern, string path, bool matches)
    {
        var model = Configs.Compile(Configs.Route("r", Host, pattern));

        Assert.Equal(matches, model.Match(new Facts(Host, path)) is not null);
    }

    [Theory]
    [InlineData("/a/%2e/b", "dot segments")]
    [InlineData("/a/%2E", "dot segments")]
    [InlineData("/a/%2e%2e/b", "root")]
    [InlineData("/a/.%2e", "root")]
    [InlineData("/a/./b", "dot segments")]
    [InlineData("/a/../b", "dot segments")]
    [InlineData("/a%2Fb", "encoded slash")]
    [InlineData("/a%5cb", "encoded backslash")]
    [InlineData("/a%00", "NUL")]
    [InlineData("/a%0d", "control character")]
    [InlineData("/%3Bx", "parameters")]
    [InlineData("/a%3bx/b", "parameters")]
    [InlineData("/a;x", "parameters")]
    [InlineData("/..%3Bx", "parameters")]
    [InlineData("/%E9", "UTF-8")]
    [InlineData("/%c0%ae", "UTF-8")]
    [InlineData("/a%", "percent sign")]
    [InlineData("/a//b", "empty segment")]
    [InlineData("/a?b", "percent-encoded")]
    [InlineData("/a*", "only at the end")]
    [InlineData("/*/a", "only at the end")]
    [InlineData("/{*rest}", "only at the end")]
    [InlineData("/{a}b", "whole segment")]
    [InlineData("/{}", "whole segment")]
    public void A_pattern_that_no_request_can_match_as_it_is_written_is_refused(string pattern, string why)
    {
        var problem = Configs.Problem(Configs.Route("r", Host, pattern));

        Assert.Equal("paths[0]", problem.Field);
        Assert.StartsWith($"The path `{pattern}` cannot be matched: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a%2Ab", "/a*b")]
    [InlineData("/a%7Bb%7D", "/a%7Bb%7D")]
    [InlineData("/%61", "/a")]
    [InlineData("/.well-known/%2E%2Ex", "/.well-known/..x")]
    public void An_escape_in_a_pattern_means_what_it_means_in_a_request(string pattern, string path) =>
        Assert.NotNull(Configs.Compile(Configs.Route("r", Host, pattern)).Match(new Facts(Host, path)));

    [Theory]
    [InlineData("/a/b", "/a/{x}")]
    [InlineData("/a/{x}", "/a/*")]
    [InlineData("/a/*", "/{x}/b")]
    [InlineData("/a", "/a/*")]
    [InlineData("/a/b/*", "/a/*")]
    [InlineData("/*", "~/a/b")]
    [InlineData("/a/*", "~/a/.*")]
    [InlineData("~/a/b.*", "~/.*")]
    public void The_more_exact_pattern_wins_whatever_the_names(string first, string second)
    {
        var path = first == "/a" ? "/a" : "/a/b";
        var one = Configs.Compile(Configs.Route("a", Host, first), Configs.Route("b", Host, second));
        var other = Configs.Compile(Configs.Route("b", Host, first), Configs.Route("a", Host, second));

        Assert.Equal("a", one.Match(new Facts(Host, path))?.Name);
        Assert.Equal("b", other.Match(new Facts(Host, path))?.Name);
    }

    [Fact]
    public void A_branch_whose_conditions_fail_gives_way_to_the_next()
    {
        var model = Configs.Compile(
            Configs.Route("literal", Host, "/a/b/c", more: route => route.Methods.Add("PUT")),
            Configs.Route("placeholder", Host, "/a/{x}/c", more: route => route.Methods.Add("POST")),
            Configs.Route("rest", Host, "/a/*", more: route => route.Methods.Add("DELETE")),
            Configs.Route("expression", Host, "~/a/.*", more: route => route.Methods.Add("PATCH")),
            Configs.Route("all", Host));

        Assert.Equal("literal", Match("PUT"));
        Assert.Equal("placeholder", Match("POST"));
        Assert.Equal("rest", Match("DELETE"));
        Assert.Equal("all", Match("GET"));
        Assert.Equal("all", Match("PATCH"));

        string? Match(string method) => model.Match(new Facts(Host, "/a/b/c", method))?.Name;
    }

    [Fact]
    public void Priority_goes_before_the_path()
    {
        var model = Configs.Compile(
            Configs.Route("exact", Host, "/a"),
            Configs.Route("expression", Host, "~/a.*", more: route => route.Priority = 1),
            Configs.Route("low", Host, "/a", more: route => route.Priority = -5));

        Assert.Equal("expression", model.Match(new Facts(Host, "/a"))?.Name);
        Assert.Equal("exact", model.Then(Configs.Delete(Config.V1.Kind.Route, "expression")).Match(new Facts(Host, "/a"))?.Name);
    }
}
