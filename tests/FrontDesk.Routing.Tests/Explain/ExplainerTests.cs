using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Explain;
using FrontDesk.Routing.Snapshots;
using static FrontDesk.Routing.Tests.Configs;

namespace FrontDesk.Routing.Tests.Explain;

public class ExplainerTests
{
    private static readonly SnapshotModel Shop = Compile(
        Listener("http", ":80", redirect: new RedirectToHttps()),
        Listener("https", ":443", Protocol.Https),
        Certificate("shop", 0, "shop.test", "*.shop.test"),
        Route("site", "shop.test"),
        Route("api", "shop.test", "/api/*", more: static route =>
        {
            route.Headers["x-beta"] = new ValueMatch { Exact = "1" };
            route.Request = new RequestTransform { StripPrefix = "/api" };
        }),
        Route("old", "shop.test", "/old", to: "", more: static route => route.Redirect = new Redirect { To = "https://shop.test/new{query}" }));

    [Fact]
    public void It_names_listener_certificate_route_service_and_the_rewritten_request()
    {
        var answer = Explain("https://shop.test/api/x?y=1", new Header { Name = "X-Beta", Value = "1" });

        Assert.Equal(("https", "shop", "api", "api", 0u), (answer.Listener, answer.Certificate, answer.Route, answer.Service, answer.Status));
        Assert.Equal("/x?y=1", answer.Request.Target);
        Assert.Contains(answer.Request.Headers, static header => header is { Name: "Host", Value: "shop.test" });
        Assert.Equal(1.0, Assert.Single(answer.Candidates).Share);
    }

    [Theory]
    [InlineData("https://app.test", "scripts of https://app.test may use it")]
    [InlineData("https://evil.test", "scripts of https://evil.test may not use it")]
    public void A_preflight_is_answered_by_the_route(string origin, string said)
    {
        var snapshot = Compile(Listener("https", ":443", Protocol.Https), Certificate("shop", 0, "shop.test"), Route("site", "shop.test", more: static route =>
        {
            route.Methods.Add("PUT");
            route.Cors = new() { Origins = { "https://app.test" } };
        }));
        var request = new ExplainRequest { Url = "https://shop.test/x", Method = "OPTIONS", Headers = { new Header { Name = "origin", Value = origin }, new Header { Name = "access-control-request-method", Value = "PUT" } } };

        var answer = Explainer.Explain(snapshot, request, DateTimeOffset.UnixEpoch);

        Assert.Equal(("site", 204u, ""), (answer.Route, answer.Status, answer.Service));
        Assert.Contains(said, answer.Reasons[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_why_each_other_route_of_the_host_lost()
    {
        var losers = Explain("https://shop.test/api/x").Losers.ToDictionary(static loser => loser.Route, static loser => loser.Reason);

        Assert.Equal("The header x-beta must be \"1\".", losers["api"]);
        Assert.Equal("Its path /old does not match /api/x.", losers["old"]);
    }

    [Theory]
    [InlineData("http://shop.test/x", 308u, "https://shop.test/x")]
    [InlineData("https://shop.test/old?a=1", 308u, "https://shop.test/new?a=1")]
    [InlineData("https://www.shop.test/", 404u, "")]
    [InlineData("https://shop.test/a%2Fb", 400u, "")]
    public void It_names_the_answers_that_the_edge_gives_itself(string url, uint status, string location)
    {
        var answer = Explain(url);

        Assert.Equal((status, location), (answer.Status, answer.Location));
    }

    [Fact]
    public void A_host_that_the_shown_certificate_is_not_for_is_misdirected() =>
        Assert.Equal(421u, Explain("https://shop.test/", new Header { Name = "Host", Value = "other.test" }).Status);

    [Theory]
    [InlineData("https://other.test/")]
    [InlineData("https://Other.test:443/")]
    public void Without_a_certificate_the_handshake_is_refused_and_no_route_is_named(string url)
    {
        var answer = Explain(url);

        Assert.Equal(("", ""), (answer.Certificate, answer.Route));
        Assert.Contains("No certificate is for other.test: the TLS handshake is refused.", answer.Reasons);
    }

    [Theory]
    [InlineData("/shop")]
    [InlineData("ftp://shop.test/")]
    [InlineData("https://user@shop.test/")]
    public void What_is_no_url_is_refused_in_a_sentence_and_nothing_more(string url)
    {
        var refusal = Assert.Throws<FormatException>(() => Explain(url));

        Assert.Equal($"`{url}` is not an absolute http or https URL. Write for example https://shop.example.com/api/x.", refusal.Message);
    }

    [Theory]
    [InlineData("https://shop.test/q?a=1", "q")]
    [InlineData("https://shop.test/q?b=0&a=1", "q")]
    [InlineData("https://shop.test/q?%61=%31", "q")]
    [InlineData("https://shop.test/q??a=1", "site")]
    [InlineData("https://shop.test/q", "site")]
    public void Only_the_first_question_mark_begins_the_query(string url, string route)
    {
        var model = Shop.Then(Route("q", "shop.test", "/q", more: static route => route.Query["a"] = new ValueMatch { Exact = "1" }));

        Assert.Equal(route, Explainer.Explain(model, new ExplainRequest { Url = url }).Route);
    }

    private static ExplainResponse Explain(string url, params Header[] headers)
    {
        var request = new ExplainRequest { Url = url };
        request.Headers.Add(headers);
        return Explainer.Explain(Shop, request);
    }
}
