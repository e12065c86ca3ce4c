using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Store;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

public sealed class SeveralControlPlanesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_hears_of_the_others_commits_by_a_hint()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var first = await host.OpenAsync(options => options with { PollInterval = TimeSpan.FromHours(1) });
        var second = await host.OpenAsync(options => options with { PollInterval = TimeSpan.FromHours(1) });

        var waiting = second.Desk.WaitForRevisionAfterAsync(0, Token);
        await first.Desk.CommitAsync(Commit(0, Put(Service("a"))), Token);
        await waiting.WaitAsync(Patience.Ample, Token);

        Assert.Equal(first.Desk.Current.Head, second.Desk.Current.Head);
        Assert.True(second.Desk.Current.TryGet(Kind.Service, "a", out _));
    }

    [Fact]
    public async Task A_lost_hint_delays_it_by_a_poll_only()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var poll = new StoreOptions { DataDirectory = "" }.PollInterval;
        Assert.InRange(poll, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var store = await host.OpenAsync(options => options with { PollInterval = poll });
        await using var silent = await host.ConnectAsync(step: null);
        var key = await host.KeyAsync(silent);
        var log = new RevisionLog(silent, key);
        var head = (await log.ReadHeadAsync())!;
        Operation[] operations = [Put(Service("a"))];
        var revision = new StoredRevision
        {
            Revision = 1,
            Epoch = 1,
            Time = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            Digest = ByteString.CopyFrom(DeskState.Empty(head.Head).With(operations).Digest.ToArray()),
        };

        // The appender alone gives no hint.
        var waiting = store.Desk.WaitForRevisionAfterAsync(0, Token);
        await new RevisionAppender(log, silent, key, TimeProvider.System).AppendAsync(head, revision, operations, []);
        await waiting.WaitAsync(Patience.Ample, Token);

        Assert.True(store.Desk.Current.TryGet(Kind.Service, "a", out _));
    }

    [Fact]
    public async Task Exactly_one_of_two_racing_writers_wins_each_revision()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var one = await host.ConnectAsync(step: null);
        await using var other = await host.ConnectAsync(step: null);
        var desks = new[] { await host.OpenDeskAsync(one), await host.OpenDeskAsync(other) };
        for (uint revision = 0; revision < 50; revision++)
        {
            await Task.WhenAll(desks.Select(desk => desk.LookAsync(Token)));
            var outcomes = await Task.WhenAll(desks.Select((desk, i) => desk.CommitAsync(Commit(revision, Put(Service($"by-{i}"))), Token)));
            Assert.Single(outcomes.OfType<CommitOutcome.Committed>());
            Assert.Equal(new CommitOutcome.Conflict(revision + 1), outcomes.OfType<CommitOutcome.Conflict>().Single());
        }
    }

    [Fact]
    public async Task A_key_that_another_control_plane_committed_is_answered_alike()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var connection = await host.ConnectAsync(step: null);
        var first = await host.OpenDeskAsync(connection);
        var second = await host.OpenDeskAsync(connection);
        var commit = Commit(0, Put(Service("a"))) with { IdempotencyKey = "0123456789abcdef" };

        Assert.IsType<CommitOutcome.Committed>(await first.CommitAsync(commit, Token));
        Assert.Equal(1u, Assert.IsType<CommitOutcome.Repeated>(await second.CommitAsync(commit, Token)).Revision.Revision);
    }

    [Fact]
    public async Task One_that_was_left_far_behind_by_a_compaction_catches_up()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var connection = await host.ConnectAsync(step: null);
        var behind = await host.OpenDeskAsync(connection);
        await using (var ahead = await host.OpenAsync(options => options with { KeepRevisions = 2 }))
        {
            for (uint revision = 0; revision < 12; revision++)
            {
                await ahead.Desk.CommitAsync(Commit(revision, Put(Service($"s{revision}"))), Token);
            }

            await Eventually.TrueAsync("a compaction", () => Task.FromResult(ahead.Desk.Oldest > 2), Token);
        }

        await behind.LookAsync(Token);
        Assert.Equal((12u, 12), (behind.Current.Head.Revision, behind.Current.Count));
    }
}
