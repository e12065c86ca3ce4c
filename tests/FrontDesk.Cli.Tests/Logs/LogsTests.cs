using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.Cli.Tests.Logs;

/// <summary>`logs -f`: the requests of all edges.</summary>
public sealed class LogsTests : ControlPlaneTest
{
    private static readonly WatchRequestsResponse[] Answers =
    [
        new(),
        new()
        {
            Requests =
            {
                Line("edge-1", 200, "shop", "carts", """{"time":"2026-11-23T12:00:00.1Z","method":"GET","query":"?x=1"}"""),
                Line("edge-2", 503, "shop", "carts", """{"time":"2026-11-23T12:00:00.2Z","method":"POST","query":""}"""),
            },
        },
        new() { Requests = { Line("edge-1", 404, "", "", """{"time":"2026-11-23T12:00:00.3Z","method":"GET\u001b[2J","query":""}""") }, Dropped = 7 },
    ];

    [Fact]
    public async Task It_shows_a_request_a_line_for_people_and_the_edges_own_lines_for_scripts()
    {
        Control.Watching.Requests = Answers;

        var ended = (await Shell.RunAsync("logs", "-f")).Expect(0);

        IsGolden("logs.txt", ended.Out);
        Assert.Equal("7 requests are not shown: there were too many\n", ended.Error);
        IsGolden("logs.json", (await Shell.RunAsync("logs", "-f", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task It_asks_for_what_was_wanted()
    {
        (await Shell.RunAsync(
            "logs", "-f", "--host", "*.test", "--path", "/api/*", "--route", "r", "--service", "s", "--status", "5xx", "--client", "10.0.0.0/8", "--node", "edge-1", "--slower-than", "500ms")).Expect(0);

        Assert.Equal(
            new RequestFilter { Host = "*.test", Path = "/api/*", Route = "r", Service = "s", Status = "5xx", Client = "10.0.0.0/8", Node = "edge-1", SlowerThanMs = 500 },
            Assert.Single(Control.Watching.AskedRequests).Filter);
    }

    [Fact]
    public async Task It_wants_to_be_told_to_follow() => Assert.Contains("--follow", (await Shell.RunAsync("logs")).Expect(1).Error, StringComparison.Ordinal);

    private static RequestLine Line(string node, uint status, string route, string service, string json) => new()
    {
        Node = node,
        Host = "shop.test",
        Path = "/api",
        Route = route,
        Service = service,
        Status = status,
        Client = "203.0.113.7",
        DurationMs = 12.34,
        Json = ByteString.CopyFromUtf8(json),
    };
}
