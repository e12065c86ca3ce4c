using System.Net;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Explain;
using FrontDesk.Routing.Snapshots;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Tests.Access;

public class AccessPolicyTests
{
    private static readonly AccessRule DenyAdmin = Deny(static when => when.Paths.Add("/admin/*"));

    [Fact]
    public void The_first_rule_that_holds_decides_and_without_one_nobody_comes_in()
    {
        var policy = Policy(new AccessConfig
        {
            Rules = { Deny(static when => when.Ip.Add("10.1.0.0/16")), Allow(static when => when.Ip.Add("10.0.0.0/8")), Allow(static when => when.Methods.Add("GET")) },
        });

        Assert.Equal(new AccessVerdict(false, 0), Decide(policy, client: "10.1.2.3"));
        Assert.Equal(new AccessVerdict(true, 1), Decide(policy, client: "10.2.2.3", method: "POST"));
        Assert.Equal(new AccessVerdict(true, 2), Decide(policy, client: "192.0.2.1", method: "HEAD"));
        Assert.Equal(new AccessVerdict(false, -1), Decide(policy, client: "192.0.2.1", method: "POST"));
        Assert.Equal(new AccessVerdict(true, -1), Decide(Policy(new AccessConfig { Otherwise = AccessDecision.Allow })));
        Assert.Equal(new AccessVerdict(false, -1), Decide(Policy(new AccessConfig())));
    }

    [Fact]
    public void All_parts_of_a_condition_must_hold()
    {
        var policy = Policy(new AccessConfig
        {
            Rules = { Allow(static when =>
            {
                when.Ip.Add(["10.0.0.0/8", "2001:db8::/32"]);
                when.Methods.Add("GET");
                when.Paths.Add(["/a/*", "/b"]);
                when.Headers["x-key"] = new ValueMatch { Regex = "[a-z]+" };
            }) },
        });

        Assert.True(Decide(policy, "/a/x", "10.0.0.1", key: "abc").IsAllowed);
        Assert.True(Decide(policy, "/b", "2001:db8::1", key: "abc").IsAllowed);
        Assert.False(Decide(policy, "/b/x", "10.0.0.1", key: "abc").IsAllowed);
        Assert.False(Decide(policy, "/a/x", "11.0.0.1", key: "abc").IsAllowed);
        Assert.False(Decide(policy, "/a/x", "10.0.0.1", "POST", "abc").IsAllowed);
        Assert.False(Decide(policy, "/a/x", "10.0.0.1", key: "ABC").IsAllowed);
        Assert.False(Decide(policy, "/a/x", "10.0.0.1").IsAllowed);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/")]
    [InlineData("/admin/x")]
    [InlineData("//admin/x")]
    [InlineData("/./admin/x")]
    [InlineData("/x/../admin/x")]
    [InlineData("/x/%2e%2e/admin/x")]
    [InlineData("/x/.%2E/admin")]
    [InlineData("/x/..;/admin/x")]
    [InlineData("/x;y/../admin/x")]
    [InlineData("/;/admin/x")]
    [InlineData("/;a=b//admin/x")]
    [InlineData("/admin;a=b/x")]
    [InlineData("/admin;/x")]
    [InlineData("/admin%3Ba/x")]
    [InlineData("/%61dmin/x")]
    [InlineData("/%41dmin/x")]
    [InlineData("/ADMIN/x")]
    [InlineData("/Admin")]
    [InlineData("/aDmIn;a/x")]
    [InlineData("/admin%2Fx")]
    [InlineData("/admin\\x")]
    [InlineData("/admin%5Cx")]
    [InlineData("/admin/../admin/x")]
    [InlineData("/admin//..//admin")]
    public void What_a_service_may_take_for_a_denied_path_is_denied_or_malformed(string raw)
    {
        var policy = Policy(new AccessConfig { Rules = { DenyAdmin }, Otherwise = AccessDecision.Allow });

        Assert.False(RequestPath.TryNormalise(raw, out var path, out _) && Decide(policy, path).IsAllowed, path);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/administration")]
    [InlineData("/x/admin")]
    [InlineData("/admin/../x")]
    public void What_is_another_path_is_not(string raw) =>
        Assert.True(RequestPath.TryNormalise(raw, out var path, out _) && Decide(Policy(new AccessConfig { Rules = { DenyAdmin }, Otherwise = AccessDecision.Allow }), path).IsAllowed);

    [Theory]
    [InlineData("/public/*", "/public/x", "/PUBLIC/x")]
    [InlineData("/users/{id}", "/users/1", "/USERS/1")]
    [InlineData("~/v[0-9]+/x", "/v1/x", "/V1/x")]
    public void A_rule_that_allows_tells_case_apart_and_one_that_denies_does_not(string pattern, string path, string other)
    {
        var allowing = Policy(new AccessConfig { Rules = { Allow(when => when.Paths.Add(pattern)) } });
        var denying = Policy(new AccessConfig { Rules = { Deny(when => when.Paths.Add(pattern)) }, Otherwise = AccessDecision.Allow });

        Assert.Equal((true, false), (Decide(allowing, path).IsAllowed, Decide(allowing, other).IsAllowed));
        Assert.Equal((false, false), (Decide(denying, path).IsAllowed, Decide(denying, other).IsAllowed));
    }

    [Theory]
    [InlineData("2026-11-25T07:30:00Z", true)] // A Wednesday, 08:30 in Berlin.
    [InlineData("2026-11-25T06:59:59Z", false)]
    [InlineData("2026-11-25T17:00:00Z", false)]
    [InlineData("2026-07-29T06:00:00Z", true)] // The same in summer.
    [InlineData("2026-11-28T10:00:00Z", false)] // A Saturday.
    [InlineData("2026-11-29T23:30:00Z", false)] // Monday already in Berlin, at 00:30.
    public void A_time_is_that_of_its_zone(string now, bool isAllowed) =>
        Assert.Equal(isAllowed, DecideAt(now, new AccessTime { Days = { AccessDay.Mon, AccessDay.Wed }, From = "08:00", To = "18:00", Zone = "Europe/Berlin" }));

    [Theory]
    [InlineData("2026-11-27T21:59:00Z", false)] // Friday
    [InlineData("2026-11-27T22:00:00Z", true)]
    [InlineData("2026-11-28T05:59:00Z", true)] // Saturday morning is Friday night.
    [InlineData("2026-11-28T06:00:00Z", false)]
    [InlineData("2026-11-28T22:00:00Z", false)]
    [InlineData("2026-11-27T05:00:00Z", false)] // Thursday night.
    public void A_time_that_ends_before_it_begins_ends_the_next_day(string now, bool isAllowed) =>
        Assert.Equal(isAllowed, DecideAt(now, new AccessTime { Days = { AccessDay.Fri }, From = "22:00", To = "06:00" }));

    [Fact]
    public void A_decision_over_a_hundred_thousand_ranges_allocates_nothing()
    {
        var policy = Policy(new AccessConfig
        {
            Rules = { Deny(static when => when.Ip.Add(Enumerable.Range(0, 100_000).Select(static i => $"11.{i >> 12}.{(i >> 4) & 255}.{(i & 15) * 16}/32"))), DenyAdmin },
            Otherwise = AccessDecision.Allow,
        });
        var (inside, outside) = (Address.Of(IPAddress.Parse("11.1.1.16")), Address.Of(IPAddress.Parse("11.1.1.17")));
        var facts = new Facts("a.test", "/x;y/z");

        Allocated.Nothing(() => !policy.Decide(facts, inside, default).IsAllowed && policy.Decide(facts, outside, default).IsAllowed);
    }

    [Theory]
    [InlineData(true, "The access policy p is still used by the route a.")]
    [InlineData(false, "The access policy p is still used by the settings.")]
    public void A_policy_does_not_go_while_it_is_named(bool byRoute, string message)
    {
        var model = byRoute
            ? Configs.Compile(Change(new AccessConfig()), Configs.Route("a", "a.test", more: static route => route.Access = new RouteAccess { Policy = "p" }))
            : Configs.Compile(Change(new AccessConfig()), Settings("p"));

        Assert.Equal(message, Assert.Single(model.Apply([Configs.Delete(Kind.Access, "p")]).Problems).Message);
        Assert.Empty(model.Apply([Configs.Delete(Kind.Access, "p"), byRoute ? Configs.Delete(Kind.Route, "a") : Configs.Delete(Kind.Settings, "settings")]).Problems);
    }

    [Fact]
    public void Explain_tells_who_refuses_by_which_rule_and_what_the_client_gets()
    {
        var model = Configs.Compile(
            Change(new AccessConfig { Rules = { Deny(static when => when.Ip.Add("203.0.113.0/24")) }, Otherwise = AccessDecision.Allow }),
            Settings("p"),
            Configs.Route("a", "a.test"),
            Configs.Route("open", "open.test", more: static route => route.Access = new RouteAccess { Inherit = false }));

        var refused = Explainer.Explain(model, new ExplainRequest { Url = "http://a.test/", Client = "203.0.113.7" });
        Assert.Equal((403u, "a", ""), (refused.Status, refused.Route, refused.Service));
        Assert.Contains("The access policy p refuses the client 203.0.113.7: its rule 1 decides.", refused.Reasons);
        var admitted = Explainer.Explain(model, new ExplainRequest { Url = "http://a.test/" });
        Assert.Equal((0u, "api"), (admitted.Status, admitted.Service));
        Assert.Contains("The access policy p lets in the client 192.0.2.1: no rule decides.", admitted.Reasons);
        var open = Explainer.Explain(model, new ExplainRequest { Url = "http://open.test/", Client = "203.0.113.7" });
        Assert.Equal(0u, open.Status);
        Assert.Contains("The route open opts out of the access policy p of the settings.", open.Reasons);
    }

    [Fact]
    public void Explain_tells_why_each_rule_before_the_deciding_one_does_not_apply()
    {
        var model = Configs.Compile(
            Change(new AccessConfig
            {
                Rules =
                {
                    Allow(static when => when.Ip.Add("10.0.0.0/8")),
                    Deny(static when => when.Methods.Add("POST")),
                    Deny(static when => when.Paths.Add("/admin/*")),
                    Allow(static when => when.Headers.Add("x-key", new ValueMatch { Exact = "1" })),
                },
            }),
            Settings("p"),
            Configs.Route("a", "a.test"));

        var refused = Explainer.Explain(model, new ExplainRequest { Url = "http://a.test/x", Client = "203.0.113.7" }).Access;
        var admitted = Explainer.Explain(model, new ExplainRequest { Url = "http://a.test/x", Client = "10.1.2.3" }).Access;
        var post = Explainer.Explain(model, new ExplainRequest { Method = "POST", Url = "http://a.test/ADMIN" }).Access;

        Assert.Equal((AccessOutcome.Refused, "p"), (refused.Outcome, refused.Policy));
        Assert.Equal(
            [
                (1u, false, "does not apply: 203.0.113.7 is none of its addresses"),
                (2u, false, "does not apply: the method or a header is another"),
                (3u, false, "does not apply: /x is none of its paths"),
                (4u, false, "does not apply: the method or a header is another"),
                (0u, true, "no rule decides, so it refuses the client"),
            ],
            refused.Steps.Select(static step => (step.Rule, step.Decides, step.Reason)));
        Assert.Equal((AccessOutcome.LetIn, ""), (admitted.Outcome, admitted.Policy));
        Assert.Equal([(1u, true, "lets in the client")], admitted.Steps.Select(static step => (step.Rule, step.Decides, step.Reason)));
        Assert.Equal([(1u, false), (2u, true)], post.Steps.Select(static step => (step.Rule, step.Decides)));
    }

    [Fact]
    public void A_rule_that_requires_is_decided_by_a_service_and_holds_for_every_spelling_of_its_path()
    {
        var config = new AccessConfig
        {
            Rules = { new AccessRule { If = new AccessCondition { Paths = { "/admin/*" } }, Require = new AccessRequirement { ForwardAuth = new ForwardAuth { Service = "auth", IdentityHeaders = { "x-user", "X-User" } } } } },
            Otherwise = AccessDecision.Allow,
        };
        var policy = Policy(config);

        Assert.Equal("auth", (Decide(policy, "/ADMIN/x").Requires as ForwardAuthModel)?.Service);
        Assert.False(Decide(policy, "/admin").IsAllowed);
        Assert.Equal(new AccessVerdict(true, -1), Decide(policy));
        Assert.Equal(["x-user"], policy.IdentityHeaders);
        var explained = Explainer.Explain(Configs.Compile(Change(config), Settings("p"), Configs.Route("a", "a.test")), new ExplainRequest { Url = "http://a.test/admin" });
        Assert.Equal(0u, explained.Status);
        Assert.Equal((AccessOutcome.Required, "p", 1u), (explained.Access.Outcome, explained.Access.Policy, Assert.Single(explained.Access.Steps).Rule));
        Assert.Contains("The access policy p asks the service auth whether to let in the client 192.0.2.1: its rule 1 decides. What follows is for one whom it lets in.", explained.Reasons);
    }

    [Fact]
    public void A_rule_that_wants_a_password_says_so_and_whose()
    {
        var config = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Basic = new BasicAuth { Users = "staff", Groups = { "a", "b" } } } } } };

        var basic = Assert.IsType<BasicAuthModel>(Decide(Policy(config)).Requires);
        Assert.Equal(("staff", "Basic realm=\"staff\", charset=\"UTF-8\""), (basic.Users, basic.Challenge));
        var explained = Explainer.Explain(Configs.Compile(Change(config), Settings("p"), Configs.Route("a", "a.test")), new ExplainRequest { Url = "http://a.test/" });
        Assert.Contains("The access policy p wants a name and a password of the users staff, in one of the groups a, b, of the client 192.0.2.1: its rule 1 decides. What follows is for one whom it lets in.", explained.Reasons);
    }

    [Fact]
    public void A_rule_that_wants_an_API_key_says_where_and_what_it_must_be_good_for()
    {
        var config = new AccessConfig
        {
            Rules = { new AccessRule { Require = new AccessRequirement { ApiKey = new ApiKeyAuth { Keys = "partners", Query = "key", Scopes = { "read" } } } } },
            Identity = new AccessIdentity { User = "x-user" },
        };
        var policy = Policy(config);

        Assert.Equal(("", "key"), Decide(policy).Requires is ApiKeyModel key ? (key.Header, key.Query) : default);
        Assert.Equal(["key"], policy.SecretParameters);
        Assert.Equal(["x-user"], policy.IdentityHeaders);
        var explained = Explainer.Explain(Configs.Compile(Change(config), Settings("p"), Configs.Route("a", "a.test")), new ExplainRequest { Url = "http://a.test/" });
        Assert.Contains("The access policy p wants an API key of partners with the scopes read in the query parameter key of the client 192.0.2.1: its rule 1 decides. What follows is for one whom it lets in.", explained.Reasons);
    }

    [Fact]
    public void A_rule_that_wants_a_token_says_of_whom_and_what_it_must_say()
    {
        var jwt = new JwtAuth { Issuer = "https://login.test", Audiences = { "shop", "api" }, Jwks = new Jwks { Url = "https://login.test/keys" }, Claims = { ["role"] = new ValueMatch { Exact = "admin" } }, Forward = { ["sub"] = "x-user" } };
        var config = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Jwt = jwt } } } };

        Assert.Equal(["RS256", "ES256"], Assert.IsType<JwtModel>(Decide(Policy(config)).Requires).Algorithms);
        Assert.Equal(["x-user"], Policy(config).IdentityHeaders);
        var explained = Explainer.Explain(Configs.Compile(Change(config), Settings("p"), Configs.Route("a", "a.test")), new ExplainRequest { Url = "http://a.test/" });
        Assert.Contains("The access policy p wants a token of https://login.test for shop or api, whose role must be \"admin\", of the client 192.0.2.1: its rule 1 decides. What follows is for one whom it lets in.", explained.Reasons);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("none")]
    [InlineData("rs256")]
    public void A_token_is_never_signed_by_a_shared_secret_or_not_at_all(string algorithm)
    {
        var jwt = new JwtAuth { Issuer = "i", Audiences = { "a" }, Jwks = new Jwks { Url = "https://login.test/keys" }, Algorithms = { algorithm } };

        Assert.Equal(
            ["rules[0].require.jwt.algorithms"],
            SnapshotModel.Empty.Apply([Change(new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Jwt = jwt } } } })]).Problems.Select(static problem => problem.Field));
    }

    [Fact]
    public void A_rule_whose_realm_would_break_out_of_its_header_is_refused() =>
        Assert.Equal(["rules[0].require.basic.realm"], SnapshotModel.Empty.Apply([Change(new AccessConfig
        {
            Rules = { new AccessRule { Require = new AccessRequirement { Basic = new BasicAuth { Users = "staff", Realm = "a\", b=\"c" } } } },
        })]).Problems.Select(static problem => problem.Field));

    private static AccessRule Allow(Action<AccessCondition> when) => Rule(AccessDecision.Allow, when);

    private static AccessRule Deny(Action<AccessCondition> when) => Rule(AccessDecision.Deny, when);

    private static AccessRule Rule(AccessDecision then, Action<AccessCondition> when)
    {
        var rule = new AccessRule { If = new AccessCondition(), Then = then };
        when(rule.If);
        return rule;
    }

    private static AccessModel Policy(AccessConfig config) =>
        Configs.Compile(Change(config)).Access.TryGetValue("p", out var policy) ? policy : throw new InvalidOperationException("There is no policy.");

    private static AccessVerdict Decide(AccessModel policy, string path = "/", string client = "192.0.2.1", string method = "GET", string? key = null) =>
        policy.Decide(new Facts("a.test", path, method) { Headers = key is null ? [] : [("x-key", key)] }, Address.Of(IPAddress.Parse(client)), DateTimeOffset.UnixEpoch);

    private static bool DecideAt(string now, AccessTime time)
    {
        var policy = Policy(new AccessConfig { Rules = { Allow(when => when.Times.Add(time)) } });
        Assert.True(policy.AsksForTime);
        return policy.Decide(new Facts("a.test", "/"), default, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).IsAllowed;
    }

    private static ResourceChange Change(AccessConfig config) => new(Kind.Access, "p", new Resource { Name = "p", Access = config });

    private static ResourceChange Settings(string policy) => new(Kind.Settings, "settings", new Resource { Name = "settings", Settings = new SettingsConfig { Access = policy } });
}
