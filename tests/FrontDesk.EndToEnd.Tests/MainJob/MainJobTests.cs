using System.Net;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;

namespace FrontDesk.EndToEnd.Tests.MainJob;

/// <summary>A file becomes a running fleet: the same promises on each store.</summary>
public abstract class MainJobTests(DeskFixture fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestDesk Desk => fixture.Desk;

    [Fact]
    public async Task What_is_applied_with_wait_is_served_by_every_edge_over_http1_and_http2()
    {
        var result = await Desk.ApplyAsync($"routes: {{ served.example.test: {fixture.Shop.Url} }}", Stop);

        Assert.Equal(["edge-1", "edge-2"], result.Json().GetProperty("connected").EnumerateArray().Select(name => name.GetString()));
        foreach (var edge in Desk.Edges)
        {
            foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
            {
                var (status, body) = await Desk.GetAsync(edge, "served.example.test", "/x?y=z", version);
                Assert.Equal(200, status);
                Assert.StartsWith("shop\nGET /x?y=z\n", body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Status_shows_every_edge_at_the_head()
    {
        var revision = (await Desk.ApplyAsync($"routes: {{ status.example.test: {fixture.Shop.Url} }}", Stop)).Json().Number("revision");

        var status = (await Desk.RunAsync(Stop, "status", "-o", "json")).Expect().Json();
        Assert.True(status.Number("head") >= revision);
        foreach (var edge in status.GetProperty("edges").EnumerateArray())
        {
            Assert.True(edge.Number("applied") >= revision);
            Assert.Equal(("default", "in-sync", ""), (edge.Text("group"), edge.Text("state"), edge.Text("error")));
        }
    }

    [Fact]
    public async Task Diff_ends_with_2_where_something_would_change_and_with_0_where_nothing_would()
    {
        var file = Desk.Write("diff.yaml", $"routes: {{ diff.example.test: {fixture.Shop.Url} }}");
        var before = await Desk.RunAsync(Stop, "diff", "-f", file, "--keep");
        Assert.Contains("route/diff.example.test", before.Expect(2).Output, StringComparison.Ordinal);

        (await Desk.RunAsync(Stop, ["apply", "-f", file, .. TestDesk.Wait])).Expect();
        Assert.Equal("no difference", (await Desk.RunAsync(Stop, "diff", "-f", file, "--keep")).Expect(0).Output.Trim());
    }

    [Fact]
    public async Task Rollback_serves_an_earlier_configuration_as_a_new_revision()
    {
        const string host = "rollback.example.test";
        var first = (await Desk.ApplyAsync($"routes: {{ {host}: {fixture.Shop.Url} }}", Stop)).Json().Number("revision");
        var second = (await Desk.ApplyAsync($"services: {{ {host}: {fixture.Api.Url} }}", Stop)).Json().Number("revision");
        Assert.StartsWith("api\n", (await Desk.GetAsync(Desk.Edges[1], host)).Body, StringComparison.Ordinal);

        var back = (await Desk.RunAsync(Stop, ["rollback", $"{first}", .. TestDesk.Wait, "-o", "json"])).Expect().Json();

        Assert.True(back.Number("revision") > second);
        Assert.StartsWith("shop\n", (await Desk.GetAsync(Desk.Edges[1], host)).Body, StringComparison.Ordinal);
        var newest = (await Desk.RunAsync(Stop, "history", "-o", "json")).Expect().Json().GetProperty("revisions")[0];
        Assert.Equal((first, "admin"), (newest.Number("rollbackTo"), newest.Text("author")));
    }

    [Fact]
    public async Task Export_applies_again_to_no_difference()
    {
        await Desk.ApplyAsync($"routes: {{ export.example.test: {fixture.Shop.Url} }}", Stop);
        var export = (await Desk.RunAsync(Stop, "export")).Expect().Output;

        (await Desk.RunAsync(Stop, "diff", "-f", Desk.Write("export.yaml", export))).Expect(0);
        Assert.DoesNotContain("PRIVATE KEY", export, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_removes_what_the_document_lacks_and_carries_the_label()
    {
        static string Document(string name, string url) => $$"""
            services: { {{name}}: { endpoints: [{{url}}], labels: { team: sync } } }
            routes: { {{name}}: { hosts: [{{name}}.example.test], to: {{name}}, labels: { team: sync } } }
            certificates: { {{name}}: { names: [{{name}}.example.test], internal: {}, labels: { team: sync } } }
            """;
        await Desk.ApplyAsync(Document("sync-old", fixture.Shop.Url), Stop);

        var file = Desk.Write("sync.yaml", Document("sync-new", fixture.Api.Url));
        (await Desk.RunAsync(Stop, "sync", "-f", file, "--select", "team=sync")).Expect(1);
        var result = (await Desk.RunAsync(Stop, ["sync", "-f", file, "--select", "team=sync", "--yes", .. TestDesk.Wait, "-o", "json"])).Expect().Json();

        Assert.Equal((3, 0, 3), (result.Number("added"), result.Number("changed"), result.Number("deleted")));
        Assert.Equal(200, (await Desk.GetAsync(Desk.Edges[0], "sync-new.example.test")).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => Desk.GetAsync(Desk.Edges[0], "sync-old.example.test"));
    }

    [Fact]
    public async Task An_expected_revision_that_is_not_the_head_is_a_conflict()
    {
        await Desk.ApplyAsync($"routes: {{ expect.example.test: {fixture.Shop.Url} }}", Stop);
        var file = Desk.Write("expect.yaml", $"routes: {{ expect.example.test: {fixture.Api.Url} }}");
        (await Desk.RunAsync(Stop, "apply", "-f", file, "--expect", "1")).Expect(4);
    }

    [Fact]
    public async Task The_same_idempotency_key_commits_once()
    {
        string[] apply = ["apply", "-f", Desk.Write("once.yaml", $"routes: {{ once.example.test: {fixture.Shop.Url} }}"), "--idempotency-key", "0123456789abcdef-once", "-o", "json"];
        var first = (await Desk.RunAsync(Stop, apply)).Expect().Json();
        var second = (await Desk.RunAsync(Stop, apply)).Expect().Json();

        Assert.Equal(first.Number("revision"), second.Number("revision"));
        Assert.True(second.GetProperty("repeated").GetBoolean());
    }

    [Fact]
    public async Task A_rejected_document_changes_nothing_and_all_its_errors_are_told_with_their_places()
    {
        var before = (await Desk.StatusAsync(Stop)).Head;
        var file = Desk.Write("bad.yaml", """
            services:
              bad: { endpoint: http://127.0.0.1:1 }
            routes:
              bad: { hosts: [bad.example.test], to: nowhere, priority: high }
            """);

        var result = (await Desk.RunAsync(Stop, "apply", "-f", file)).Expect(3);

        Assert.Contains("bad.yaml:2:10", result.Errors, StringComparison.Ordinal);
        Assert.Contains("endpoints", result.Errors, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:4:", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, (await Desk.StatusAsync(Stop)).Head);
    }

    [Fact]
    public async Task A_dangling_reference_is_told_where_it_stands()
    {
        var file = Desk.Write("dangling.yaml", "routes:\n  dangling: { hosts: [dangling.example.test], to: nowhere }\n");
        var result = (await Desk.RunAsync(Stop, "apply", "-f", file)).Expect(3);
        Assert.Contains("dangling.yaml:2:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("nowhere", result.Errors, StringComparison.Ordinal);
    }
}

/// <summary>On the embedded store.</summary>
public sealed class MainJobOnTheEmbeddedStoreTests(EmbeddedDesk fixture) : MainJobTests(fixture), IClassFixture<EmbeddedDesk>;

/// <summary>On a real redis-server.</summary>
public sealed class MainJobOnRedisTests(RedisDesk fixture) : MainJobTests(fixture), IClassFixture<RedisDesk>;
