using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Admin;

public sealed class ChangeTests
{
    [Fact]
    public async Task An_apply_adds_and_changes_and_leaves_the_rest()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"), Changes.Service("b"));
        var changed = Changes.Service("a");
        changed.Service.Balance = Balance.Random;

        var answers = await desk.ApplyAsync(changed, Changes.Service("c"));

        Assert.Equal((2u, 1u, true), (answers.Result.Revision, answers.Result.Base, answers.Result.Committed));
        Assert.Equal((1u, 1u, 0u), (answers.Result.Added, answers.Result.Changed, answers.Result.Deleted));
        Assert.Equal(["a", "c"], answers.Differences.Select(difference => difference.Name));
        Assert.Equal(["a", "b", "c"], (await desk.ExportAsync()).Select(resource => resource.Name));
    }

    [Fact]
    public async Task What_changes_nothing_makes_no_revision()
    {
        await using var desk = await LocalDesk.StartAsync();
        var labelled = Changes.Service("a");
        labelled.Labels.Add("x", "1");
        labelled.Labels.Add("y", "2");
        await desk.ApplyAsync(labelled);
        var same = Changes.Service("a");
        same.Labels.Add("y", "2");
        same.Labels.Add("x", "1");

        var answers = await desk.ApplyAsync(same);

        Assert.Equal((1u, false), (answers.Result.Revision, answers.Result.Committed));
        Assert.Empty(answers.Differences);
    }

    [Fact]
    public async Task A_dry_run_answers_as_if_and_changes_nothing()
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await desk.ApplyAsync(new ChangeHeader { DryRun = true }, [Changes.Service("a")]);

        Assert.Equal((0u, 1u, false), (answers.Result.Revision, answers.Result.Added, answers.Result.Committed));
        Assert.Empty(await desk.ExportAsync());
    }

    [Fact]
    public async Task An_expected_revision_that_is_not_the_head_is_a_conflict_that_names_the_head()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));

        var answers = await desk.ApplyAsync(new ChangeHeader { ExpectedRevision = 0 }, [Changes.Service("b")]);

        Assert.Equal(StatusCode.Aborted, answers.Failure?.StatusCode);
        Assert.Equal("ERROR_REASON_CONFLICT", answers.Reason);
        Assert.Equal("1", answers.Failure?.Trailers.GetValue("frontdesk-head"));
    }

    [Fact]
    public async Task The_same_key_commits_once_and_answers_alike()
    {
        await using var desk = await LocalDesk.StartAsync();
        var header = new ChangeHeader { IdempotencyKey = "0123456789abcdef" };
        var first = await desk.ApplyAsync(header, [Changes.Service("a")]);
        await desk.ApplyAsync(Changes.Service("b"));

        var again = await desk.ApplyAsync(header, [Changes.Service("a")]);

        Assert.Equal((1u, true, true), (again.Result.Revision, again.Result.Committed, again.Result.Repeated));
        Assert.Equal(first.Result.Added, again.Result.Added);
        Assert.Equal(first.Differences, again.Differences);
        Assert.False(first.Result.Repeated);
    }

    [Theory, InlineData("resource"), InlineData("message"), InlineData("delete"), InlineData("sync"), InlineData("rollback")]
    public async Task A_key_with_another_request_than_its_first_is_refused_and_changes_nothing(string other)
    {
        await using var desk = await LocalDesk.StartAsync();
        var header = new ChangeHeader { IdempotencyKey = "0123456789abcdef", Message = "first" };
        await desk.ApplyAsync(header, [Changes.Service("a"), Changes.Service("b")]);
        var reworded = new ChangeHeader(header) { Message = "second" };

        var answers = other switch
        {
            "resource" => await desk.ApplyAsync(header, [Changes.Service("a"), Changes.Service("c")]),
            "message" => await desk.ApplyAsync(reworded, [Changes.Service("a"), Changes.Service("b")]),
            "delete" => await desk.ApplyAsync(header, [Changes.Service("a")], [new ResourceKey { Kind = Kind.Service, Name = "b" }]),
            "sync" => await desk.SyncAsync(new SyncHeader { Change = header }, Changes.Service("a"), Changes.Service("b")),
            _ => await desk.RollbackAsync(1, header),
        };

        Assert.Equal((StatusCode.FailedPrecondition, "ERROR_REASON_KEY_REUSED"), (answers.Failure!.StatusCode, answers.Reason));
        Assert.Contains("revision 1", answers.Failure.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], (await desk.ExportAsync()).Select(resource => resource.Name));
        Assert.True((await desk.ApplyAsync(header, [Changes.Service("b"), Changes.Service("a")])).Result.Repeated);
    }

    [Fact]
    public async Task Changes_that_come_at_once_all_come_in()
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => desk.ApplyAsync(Changes.Service($"s{number}"))));

        Assert.All(answers, answer => Assert.Null(answer.Failure));
        Assert.Equal(Enumerable.Range(1, 8), answers.Select(answer => (int)answer.Result.Revision).Order());
        Assert.Equal(8, (await desk.ExportAsync()).Count);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_before_the_call_fails_and_nothing_is_changed()
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await desk.ApplyAsync(Changes.Route("a.example.com", "missing"), Changes.Route("b.example.com", "missing"));

        Assert.Equal(StatusCode.InvalidArgument, answers.Failure?.StatusCode);
        Assert.Equal("ERROR_REASON_REJECTED", answers.Reason);
        Assert.Equal(["a.example.com", "b.example.com"], answers.Problems.Select(problem => problem.Name).Order());
        Assert.Empty(await desk.ExportAsync());
    }

    [Fact]
    public async Task Routes_that_can_never_be_told_apart_are_refused_by_the_edges_own_compiler()
    {
        await using var desk = await LocalDesk.StartAsync();
        var twin = Changes.Route("a.example.com", "a");
        twin.Name = "twin";

        var answers = await desk.ApplyAsync(Changes.Service("a"), Changes.Route("a.example.com", "a"), twin);

        Assert.Equal(StatusCode.InvalidArgument, answers.Failure?.StatusCode);
        Assert.NotEmpty(answers.Problems);
    }

    [Fact]
    public async Task A_resource_sent_twice_is_refused()
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await desk.ApplyAsync(Changes.Service("a"), Changes.Service("a"));

        Assert.Contains("twice", Assert.Single(answers.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_deleted_must_be_there()
    {
        await using var desk = await LocalDesk.StartAsync();
        var keys = new[] { new ResourceKey { Kind = Kind.Service, Name = "nope" } };

        var answers = await desk.ApplyAsync(new ChangeHeader(), [], keys);

        Assert.Equal(StatusCode.NotFound, answers.Failure?.StatusCode);
        Assert.Contains("service nope", answers.Failure?.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_without_listeners_gets_the_default_ones_and_certificates_for_its_hosts()
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await desk.ApplyAsync(Changes.Service("shop"), Changes.Route("shop.example.com", "shop"));

        Assert.Equal(
            [(Kind.Listener, "http"), (Kind.Listener, "https"), (Kind.Certificate, "shop.example.com"), (Kind.Service, "shop"), (Kind.Route, "shop.example.com")],
            answers.Differences.Select(difference => (difference.Kind, difference.Name)));

        // Nothing more when it comes again, and a sync of the same file keeps them.
        Assert.False((await desk.ApplyAsync(Changes.Service("shop"), Changes.Route("shop.example.com", "shop"))).Result.Committed);
        Assert.False((await desk.SyncAsync(new SyncHeader(), Changes.Service("shop"), Changes.Route("shop.example.com", "shop"))).Result.Committed);
    }

    [Fact]
    public async Task Who_wants_no_defaults_gets_none()
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await desk.ApplyAsync(
            new ChangeHeader { NoDefaults = true }, [Changes.Service("shop"), Changes.Route("shop.example.com", "shop")]);

        Assert.Equal(2u, answers.Result.Added);
    }

    [Fact]
    public async Task A_sync_removes_what_is_not_sent()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"), Changes.Service("b"));

        var answers = await desk.SyncAsync(new SyncHeader(), Changes.Service("b"), Changes.Service("c"));

        Assert.Equal((1u, 0u, 1u), (answers.Result.Added, answers.Result.Changed, answers.Result.Deleted));
        Assert.Equal(["b", "c"], (await desk.ExportAsync()).Select(resource => resource.Name));
    }

    [Fact]
    public async Task A_sync_with_a_selection_removes_only_what_carries_the_label()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("other"), Labelled("a"), Labelled("b"));
        var header = new SyncHeader { Select = { ["team"] = "x" } };

        await desk.SyncAsync(header, Labelled("b"));
        var refused = await desk.SyncAsync(header, Changes.Service("unlabelled"));

        Assert.Equal(["b", "other"], (await desk.ExportAsync()).Select(resource => resource.Name));
        Assert.Equal(StatusCode.InvalidArgument, refused.Failure?.StatusCode);

        static Resource Labelled(string name)
        {
            var resource = Changes.Service(name);
            resource.Labels.Add("team", "x");
            return resource;
        }
    }

    [Fact]
    public async Task A_rollback_is_a_new_revision_with_the_old_configuration()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        await desk.ApplyAsync(new ChangeHeader(), [Changes.Service("b")], [new ResourceKey { Kind = Kind.Service, Name = "a" }]);

        var answers = await desk.RollbackAsync(1);

        Assert.Equal((3u, 1u, 1u), (answers.Result.Revision, answers.Result.Added, answers.Result.Deleted));
        Assert.Equal("a", Assert.Single(await desk.ExportAsync()).Name);
        var history = await desk.Configuration.HistoryAsync(new HistoryRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1u, "rollback to revision 1"), (history.Revisions[0].RollbackTo, history.Revisions[0].Message));
        Assert.Equal(history.Revisions[2].Digest, history.Revisions[0].Digest);
    }

    [Fact]
    public async Task A_rollback_to_what_is_not_in_the_history_is_refused()
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await desk.RollbackAsync(7);

        Assert.Equal(StatusCode.OutOfRange, answers.Failure?.StatusCode);
        Assert.Equal("ERROR_REASON_REVISION_NOT_FOUND", answers.Reason);
    }

    [Theory]
    [InlineData("short", 0)]
    [InlineData("", 4097)]
    public async Task A_header_out_of_bounds_is_refused(string key, int message)
    {
        await using var desk = await LocalDesk.StartAsync();

        var answers = await desk.ApplyAsync(new ChangeHeader { IdempotencyKey = key, Message = new string('m', message) }, [Changes.Service("a")]);

        Assert.Equal(StatusCode.InvalidArgument, answers.Failure?.StatusCode);
    }

    [Fact]
    public async Task A_hundred_thousand_routes_come_in_one_apply()
    {
        await using var desk = await LocalDesk.StartAsync();
        var routes = Enumerable.Range(0, 100_000).Select(number => Changes.Route($"site-{number}.example.com", "all"));
        var started = TimeProvider.System.GetTimestamp();

        var answers = await desk.ApplyAsync(new ChangeHeader { NoDefaults = true }, routes.Prepend(Changes.Service("all")));

        TestContext.Current.TestOutputHelper?.WriteLine($"{TimeProvider.System.GetElapsedTime(started)}");
        Assert.Equal((1u, 100_001u), (answers.Result.Revision, answers.Result.Added));
        Assert.Equal(100_001, answers.Differences.Count);
    }
}
