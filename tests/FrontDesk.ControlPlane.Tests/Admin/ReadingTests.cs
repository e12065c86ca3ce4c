using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Admin;

public sealed class ReadingTests
{
    [Fact]
    public async Task A_resource_can_be_read_as_it_is_and_as_it_was()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        var changed = Changes.Service("a");
        changed.Service.Balance = Balance.Random;
        await desk.ApplyAsync(changed);

        var now = await GetAsync(desk, "a", 0);
        var then = await GetAsync(desk, "a", 1);

        Assert.Equal((changed, 2u), (now.Resource, now.Revision));
        Assert.Equal((Changes.Service("a"), 1u), (then.Resource, then.Revision));
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        await using var desk = await LocalDesk.StartAsync();

        var missing = await Assert.ThrowsAsync<RpcException>(() => GetAsync(desk, "nope", 0));
        var later = await Assert.ThrowsAsync<RpcException>(() => GetAsync(desk, "nope", 9));

        Assert.Equal((StatusCode.NotFound, "ERROR_REASON_RESOURCE_NOT_FOUND"), (missing.StatusCode, missing.Trailers.GetValue("frontdesk-reason")));
        Assert.Equal((StatusCode.OutOfRange, "ERROR_REASON_REVISION_NOT_FOUND"), (later.StatusCode, later.Trailers.GetValue("frontdesk-reason")));
    }

    [Fact]
    public async Task Pages_of_a_list_fit_together_though_the_desk_changes_meanwhile()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync([.. Enumerable.Range(0, 25).Select(number => Changes.Service($"s{number:00}"))]);
        var names = new List<string>();
        var request = new ListRequest { Kind = Kind.Service, PageSize = 10 };
        do
        {
            var page = await desk.Configuration.ListAsync(request, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(1u, page.Revision);
            names.AddRange(page.Resources.Select(resource => resource.Name));
            request.PageToken = page.NextPageToken;
            await desk.ApplyAsync(Changes.Service($"s00-{names.Count}"));
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"s{number:00}"), names);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("bm9uc2Vuc2U=")]
    public async Task A_page_token_of_ones_own_making_is_refused(string token)
    {
        await using var desk = await LocalDesk.StartAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => desk.Configuration
            .ListAsync(new ListRequest { PageToken = token }, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task A_list_can_be_selected_by_labels()
    {
        await using var desk = await LocalDesk.StartAsync();
        var labelled = Changes.Service("b");
        labelled.Labels.Add("team", "x");
        await desk.ApplyAsync(Changes.Service("a"), labelled);

        var page = await desk.Configuration.ListAsync(
            new ListRequest { Select = { ["team"] = "x" } }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("b", Assert.Single(page.Resources).Name);
    }

    [Fact]
    public async Task An_export_applies_again_to_no_difference()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("shop"), Changes.Route("shop.example.com", "shop"));

        var answers = await desk.SyncAsync(new SyncHeader(), [.. await desk.ExportAsync()]);

        Assert.False(answers.Result.Committed);
    }

    [Fact]
    public async Task A_diff_says_what_a_sync_would_do_and_how_revisions_differ()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        await desk.ApplyAsync(Changes.Service("b"));

        var sync = await desk.DiffAsync(new DiffHeader(), Changes.Service("b"), Changes.Service("c"));
        var apply = await desk.DiffAsync(new DiffHeader { Keep = true }, Changes.Service("c"));
        var revisions = await desk.DiffAsync(new DiffHeader { From = 1, To = 2 });
        var back = await desk.DiffAsync(new DiffHeader { From = 2, To = 1 });

        Assert.Equal([("a", Config.V1.Action.Delete), ("c", Config.V1.Action.Add)], Names(sync.Differences));
        Assert.Equal([("c", Config.V1.Action.Add)], Names(apply.Differences));
        Assert.Equal([("b", Config.V1.Action.Add)], Names(revisions.Differences));
        Assert.Equal([("b", Config.V1.Action.Delete)], Names(back.Differences));

        static IEnumerable<(string, Config.V1.Action)> Names(List<Difference> differences) =>
            differences.Select(difference => (difference.Name, difference.Action));
    }

    [Fact]
    public async Task The_history_comes_in_pages_newest_first_and_can_follow_one_resource()
    {
        await using var desk = await LocalDesk.StartAsync();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await desk.ApplyAsync(new ChangeHeader { Message = $"adds {name}" }, [Changes.Service(name)]);
        }

        var first = await desk.Configuration.HistoryAsync(new HistoryRequest { PageSize = 3 }, cancellationToken: TestContext.Current.CancellationToken);
        var second = await desk.Configuration.HistoryAsync(
            new HistoryRequest { PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: TestContext.Current.CancellationToken);
        var ofB = await desk.Configuration.HistoryAsync(
            new HistoryRequest { Resource = new ResourceKey { Kind = Kind.Service, Name = "b" } }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([4u, 3u, 2u], first.Revisions.Select(revision => revision.Revision_));
        Assert.Equal([1u], second.Revisions.Select(revision => revision.Revision_));
        Assert.Empty(second.NextPageToken);
        Assert.Equal("adds b", Assert.Single(ofB.Revisions).Message);
    }

    [Fact]
    public async Task A_revision_is_shown_with_what_it_changed()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(new ChangeHeader { Message = "begin" }, [Changes.Service("a")]);
        using var call = desk.Configuration.Show(new ShowRequest(), cancellationToken: TestContext.Current.CancellationToken);

        var parts = await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1u, "admin", "begin", 1u), (parts[0].Revision.Revision_, parts[0].Revision.Author, parts[0].Revision.Message, parts[0].Revision.Put));
        Assert.Equal("a", Assert.Single(parts.SelectMany(part => part.Differences)).Name);
    }

    [Fact]
    public async Task A_request_can_be_thought_through_at_any_revision()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("shop"), Changes.Route("shop.example.com", "shop"));
        await desk.ApplyAsync(new ChangeHeader(), [], [new ResourceKey { Kind = Kind.Route, Name = "shop.example.com" }]);

        var now = await ExplainAsync(desk, "https://shop.example.com/x", 0);
        var then = await ExplainAsync(desk, "https://shop.example.com/x", 1);
        var refused = await Assert.ThrowsAsync<RpcException>(() => ExplainAsync(desk, "not a url", 0));

        Assert.Equal((404u, ""), (now.Status, now.Route));
        Assert.Equal(("shop.example.com", "shop", 1u), (then.Route, then.Service, then.Revision));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static async Task<ExplainResponse> ExplainAsync(LocalDesk desk, string url, uint revision) => await desk.Configuration.ExplainAsync(
        new ExplainRequest { Url = url, Revision = revision }, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<GetResponse> GetAsync(LocalDesk desk, string name, uint revision) => await desk.Configuration.GetAsync(
        new GetRequest { Key = new ResourceKey { Kind = Kind.Service, Name = name }, Revision = revision },
        cancellationToken: TestContext.Current.CancellationToken);
}
