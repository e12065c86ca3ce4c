using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.Tests.Views;

/// <summary>What the commands that only look write: for people and for programs, held by golden files.</summary>
public sealed class ViewTests : ControlPlaneTest
{
    private static readonly Timestamp Morning = new() { Seconds = 1_795_420_800 };

    [Theory]
    [InlineData("table", "txt")]
    [InlineData("json", "json")]
    [InlineData("yaml", "yaml")]
    public async Task History(string format, string ending)
    {
        Control.Configuration.OnHistory = _ => new HistoryResponse { Revisions = { Revision(8, "open the\nshop \u001b[2J"), Revision(7, "") } };
        IsGolden($"history.{ending}", (await Shell.RunAsync("history", "-o", format)).Expect(0).Out);
    }

    [Fact]
    public async Task History_asks_for_pages_until_it_has_enough()
    {
        var asked = new List<(uint Size, string Token)>();
        Control.Configuration.OnHistory = request =>
        {
            asked.Add((request.PageSize, request.PageToken));
            return new HistoryResponse { Revisions = { Enumerable.Range(0, (int)request.PageSize).Select(_ => Revision(1, "")) }, NextPageToken = "more" };
        };
        (await Shell.RunAsync("history", "--limit", "1500")).Expect(0);
        Assert.Equal([(1000, ""), (500, "more")], asked);
    }

    [Fact]
    public async Task Show()
    {
        Control.Configuration.OnShow = _ =>
        [
            new ShowResponse { Revision = Revision(8, "open the shop") },
            new ShowResponse { Differences = { new Difference { Action = Config.V1.Action.Add, Kind = Kind.Route, Name = "shop", Fields = { new FieldDifference { Path = "to", After = "shop" } } } } },
        ];
        IsGolden("show.txt", (await Shell.RunAsync("show", "8")).Expect(0).Out);
        IsGolden("show.json", (await Shell.RunAsync("show", "8", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task Nodes()
    {
        Control.Fleet.OnNodes = _ => new ListNodesResponse
        {
            Nodes =
            {
                new Node { Name = "edge-1", Group = "default", Enrolled = Morning, CertificateExpires = Morning, JoinToken = "0123456789abcdef", Connected = true, Version = "0.1.0" },
                new Node { Name = "edge-2", Group = "eu" },
                new Node { Name = "edge-3", Group = "eu", Revoked = true },
                new Node { Name = "edge-4", Group = "eu", Connected = true, Drained = true },
            },
        };
        IsGolden("nodes.txt", (await Shell.RunAsync("nodes")).Expect(0).Out);
        IsGolden("nodes.json", (await Shell.RunAsync("nodes", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task Join_token_writes_the_token_alone_to_standard_output()
    {
        Control.Fleet.OnJoinToken = request => new CreateJoinTokenResponse { Token = "fdj_a_b_c", Group = request.Group, Uses = request.Uses, Expires = Morning, Id = "a" };
        var ended = (await Shell.RunAsync("join-token", "--group", "eu", "--uses", "3")).Expect(0);
        Assert.Equal("fdj_a_b_c\n", ended.Out);
        Assert.Equal("for 3 edges of the group eu, until 2026-11-23 08:00:00Z; it is shown this once\n", ended.Error);
        IsGolden("join-token.json", (await Shell.RunAsync("join-token", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task Explain()
    {
        Control.Configuration.OnExplain = request => new ExplainResponse
        {
            Route = "shop-api",
            Service = "api",
            Revision = 8,
            Listener = "https",
            Certificate = "shop",
            Host = "shop.example.com",
            Path = "/api/x",
            Reasons = { "The host shop.example.com is exact.", $"x-beta is {request.Headers[0].Value}." },
            Losers = { new Loser { Route = "shop", Reason = "its path is shorter" } },
            Candidates = { new Candidate { Service = "api", Share = 0.95, Endpoints = { "http://10.0.0.12:9000" } }, new Candidate { Service = "api-v2", Share = 0.05 } },
            Request = new RewrittenRequest { Method = request.Method, Target = "/x", Headers = { new Header { Name = "host", Value = "shop.example.com" } } },
        };
        string[] request = ["explain", "GET", "https://shop.example.com/api/x", "-H", "x-beta: 1"];
        IsGolden("explain.txt", (await Shell.RunAsync(request)).Expect(0).Out);
        IsGolden("explain.json", (await Shell.RunAsync([.. request, "-o", "json"])).Expect(0).Out);
    }

    [Fact]
    public async Task Explain_says_what_the_edge_answers_itself()
    {
        Control.Configuration.OnExplain = _ => new ExplainResponse { Revision = 8, Status = 404, Host = "nowhere.example.com", Path = "/", Reasons = { "No route has this host." } };
        IsGolden("explain-404.txt", (await Shell.RunAsync("explain", "http://nowhere.example.com/")).Expect(0).Out);
    }

    [Fact]
    public async Task Get_lists_and_shows_resources()
    {
        var service = new Resource { Name = "api", Labels = { ["team"] = "a" }, Service = new ServiceConfig { Endpoints = { new Endpoint { Url = "http://10.0.0.12:9000" } } } };
        var route = new Resource { Name = "shop", Groups = { "eu", "us" }, Route = new RouteConfig { Hosts = { "shop.example.com" }, Paths = { "/api/*" }, To = { new Destination { Service = "api" } } } };
        var listener = new Resource { Name = "http", Listener = new ListenerConfig { Bind = ":80", Protocol = Protocol.Http, RedirectToHttps = new RedirectToHttps { Port = 443 } } };
        Control.Configuration.OnList = request => request.PageToken == ""
            ? new ListResponse { Resources = { listener, service }, Revision = 8, NextPageToken = "next" }
            : new ListResponse { Resources = { route }, Revision = request.Revision };
        Control.Configuration.OnGet = _ => new GetResponse { Resource = route, Revision = 8 };
        Control.Configuration.OnExport = _ => [new ExportResponse { Resources = { listener, service } }, new ExportResponse { Resources = { route } }];
        IsGolden("get.txt", (await Shell.RunAsync("get")).Expect(0).Out);
        IsGolden("get-one.txt", (await Shell.RunAsync("get", "route/shop")).Expect(0).Out);
        IsGolden("get-one.json", (await Shell.RunAsync("get", "route/shop", "-o", "json")).Expect(0).Out);
        IsGolden("get-one.yaml", (await Shell.RunAsync("get", "route/shop", "-o", "yaml")).Expect(0).Out);
        IsGolden("export.yaml", (await Shell.RunAsync("export")).Expect(0).Out);
        IsGolden("export.json", (await Shell.RunAsync("export", "-o", "json")).Expect(0).Out);
    }

    private static Revision Revision(uint number, string message) => new()
    {
        Revision_ = number,
        Author = "admin",
        Time = Morning,
        Message = message,
        Digest = new string('d', 64),
        Chain = new string('c', 64),
        Put = 3,
        Deleted = 1,
    };
}
