using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;
using StackExchange.Redis;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

/// <summary>A store that lost or changed what was seen is noticed, by those who run and by those who start; nothing is taken back in silence.</summary>
public sealed class LostHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public enum Loss
    {
        Flushed,
        WentBack,
        Forked,
        ForkedAhead,
    }

    [Theory]
    [InlineData(Loss.Flushed, "store-emptied")]
    [InlineData(Loss.WentBack, "store-went-back")]
    [InlineData(Loss.Forked, "store-forked")]
    [InlineData(Loss.ForkedAhead, "store-forked")]
    public async Task A_running_control_plane_stops_and_says_why_and_reads_on(Loss loss, string code)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        var seen = await HappenAsync(host, store, loss);

        await Eventually.TrueAsync("the loss to be noticed", () => Task.FromResult(store.Desk.Fault is not null), Token);

        Assert.Equal(code, store.Desk.Fault!.Code);
        Assert.Contains($"revision {seen.Head.Revision} of epoch 1", store.Desk.Fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("frontdesk store", store.Desk.Fault.Remedy, StringComparison.Ordinal);
        Assert.Equal(seen.Digest, store.Desk.Current.Digest);
        var refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => store.Desk.CommitAsync(Commit(seen.Head.Revision, Put(Service("x"))), Token));
        Assert.Contains("nothing can be changed now", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Loss.WentBack, "store-went-back")]
    [InlineData(Loss.Forked, "store-forked")]
    [InlineData(Loss.ForkedAhead, "store-forked")]
    public async Task One_that_starts_on_it_knows_from_its_journal(Loss loss, string code)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        DeskState seen;
        await using (var store = await host.OpenAsync(Slow))
        {
            seen = await HappenAsync(host, store, loss);
        }

        var again = await host.OpenAsync();
        Assert.Equal(code, again.Desk.Fault!.Code);
        Assert.Equal(seen.Head, again.Desk.Seen);
        await Assert.ThrowsAsync<StoreRefusedException>(() => again.Desk.CommitAsync(Commit(again.Desk.Current.Head.Revision, Put(Service("x"))), Token));
    }

    [Fact]
    public async Task One_that_starts_on_an_emptied_store_makes_no_new_keys()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using (var store = await host.OpenAsync(Slow))
        {
            await HappenAsync(host, store, Loss.Flushed);
        }

        var refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync());
        Assert.Contains("--restore FILE", refusal.Message, StringComparison.Ordinal);
        await using var connection = await host.ConnectAsync(step: null);
        Assert.Null(await connection.ReadAsync(StoreNames.Keys));
    }

    [Fact]
    public async Task A_store_that_is_whole_again_is_followed_again()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await CommitAsync(store.Desk, 3);
        await using var connection = await host.ConnectAsync(step: null);
        var head = await connection.ReadAsync(StoreNames.Head);
        await connection.DeleteAsync([StoreNames.Head]);
        await Eventually.TrueAsync("the loss to be noticed", () => Task.FromResult(store.Desk.Fault is not null), Token);

        await connection.WriteAsync(StoreNames.Head, head!);

        await Eventually.TrueAsync("the store to be trusted", () => Task.FromResult(store.Desk.Fault is null), Token);
        Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(Commit(3, Put(Service("on"))), Token));
    }

    [Theory, InlineData(Loss.WentBack), InlineData(Loss.Forked), InlineData(Loss.ForkedAhead)]
    public async Task Accepted_as_it_is_the_store_begins_a_new_epoch_that_every_control_plane_takes_up(Loss loss)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        var other = await host.OpenAsync();
        await HappenAsync(host, store, loss, other);
        await Eventually.TrueAsync("both to notice", () => Task.FromResult(store.Desk.Fault is not null && other.Desk.Fault is not null), Token);

        var accepted = await store.Desk.BeginEpochAsync(new EpochStart("ann", "the replica is what we have", FromJournal: false), Nothing, Token);

        Assert.Equal(2u, accepted!.Head.Epoch);
        Assert.Null(store.Desk.Fault);
        Assert.Equal(loss == Loss.WentBack, !accepted.TryGet(Kind.Service, "other-2", out _));
        var info = Assert.Single(await store.Desk.HistoryAsync(0, 1, Token));
        Assert.Equal((2u, "ann", "the replica is what we have"), (info.Epoch, info.Author, info.Message));
        await Eventually.TrueAsync("the other to take it up", () => Task.FromResult(other.Desk.Fault is null && other.Desk.Current.Head.Equals(accepted.Head)), Token);
        Assert.IsType<CommitOutcome.Committed>(await other.Desk.CommitAsync(Commit(accepted.Head.Revision, Put(Service("next"))), Token));
    }

    [Theory, InlineData(Loss.WentBack), InlineData(Loss.Forked), InlineData(Loss.ForkedAhead)]
    public async Task Restored_from_the_journal_the_configuration_is_what_was_seen(Loss loss)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        DeskState seen;
        await using (var store = await host.OpenAsync(Slow))
        {
            seen = await HappenAsync(host, store, loss);
        }

        var again = await host.OpenAsync();
        var restored = await again.Desk.BeginEpochAsync(new EpochStart("ann", "", FromJournal: true), Nothing, Token);

        Assert.Equal((2u, seen.Digest), (restored!.Head.Epoch, restored.Digest));
        await using var third = await host.OpenAsync();
        Assert.Equal(restored.Head, third.Desk.Current.Head);
        Assert.Null(third.Desk.Fault);
    }

    [Fact]
    public async Task Where_nothing_is_wrong_there_is_nothing_to_decide()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await CommitAsync(store.Desk, 1);

        Assert.Null(await store.Desk.BeginEpochAsync(new EpochStart("ann", "", FromJournal: false), Nothing, Token));
        Assert.Equal((1u, 1u), (store.Desk.Current.Head.Epoch, store.Desk.Current.Head.Revision));
    }

    [Fact]
    public async Task A_new_epoch_that_ends_anywhere_is_there_or_not_and_can_be_begun_again()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync(Slow);
        var seen = await HappenAsync(host, store, Loss.WentBack);
        var finished = false;
        for (var step = 0; !finished; step++)
        {
            var crash = new Crash(step);
            await using (var doomed = await host.ConnectAsync(crash.Step))
            {
                var desk = await host.OpenDeskAsync(doomed);
                try
                {
                    finished = await desk.BeginEpochAsync(new EpochStart("ann", "again", FromJournal: false, IfWhole: true), Nothing, Token) is not null;
                }
                catch (CrashException)
                {
                    finished = false;
                }
            }

            await using var after = await host.OpenAsync();
            Assert.True(after.Desk.Fault is null || after.Desk.Seen.Equals(seen.Head));
            Assert.Equal(2, after.Desk.Current.Count);
        }

        Assert.NotEqual(1u, (await host.OpenAsync()).Desk.Current.Head.Epoch);
    }

    [Fact]
    public async Task What_an_edge_was_given_signed_and_the_store_lacks_is_noticed_by_a_control_plane_that_never_saw_it()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await CommitAsync(store.Desk, 3);
        var head = store.Desk.Current.Head;

        await store.Desk.WitnessAsync(head, "eu-1", Token);
        await store.Desk.WitnessAsync(new DeskHead(1, 2, (await store.Desk.HistoryAsync(3, 1, Token))[0].Chain), "eu-1", Token);
        Assert.Null(store.Desk.Fault);

        await Assert.ThrowsAsync<HistoryBrokenException>(() => store.Desk.WitnessAsync(new DeskHead(1, 9, new byte[32]), "eu-1", Token));
        Assert.Equal("store-went-back", store.Desk.Fault!.Code);
        Assert.Contains("edge eu-1 was given, signed, revision 9", store.Desk.Fault.Sentence, StringComparison.Ordinal);
        Assert.NotNull(await store.Desk.BeginEpochAsync(new EpochStart("ann", "", FromJournal: false), Nothing, Token));

        await Assert.ThrowsAsync<HistoryBrokenException>(() => store.Desk.WitnessAsync(new DeskHead(2, 4, new byte[32]), "eu-1", Token));
        Assert.Equal("store-forked", store.Desk.Fault!.Code);
    }

    private static Task Nothing() => Task.CompletedTask;

    private static StoreOptions Slow(StoreOptions options) => options with { PollInterval = TimeSpan.FromHours(1) };

    private static async Task CommitAsync(Desk desk, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await desk.CommitAsync(Commit(desk.Current.Head.Revision, Put(Service($"s{desk.Current.Head.Revision}"))), Token);
        }
    }

    // Four revisions are seen; then the store has two of them, or none, or others in their place.
    private static async Task<DeskState> HappenAsync(StoreHost host, ControlPlaneStore store, Loss loss, ControlPlaneStore? other = null)
    {
        await CommitAsync(store.Desk, 2);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(host.Server!.ConnectionString + ",allowAdmin=true");
        var database = redis.GetDatabase();
        var keys = new List<RedisKey>();
        await foreach (var key in redis.GetServers()[0].KeysAsync(pattern: "*"))
        {
            keys.Add(key);
        }

        var older = await Task.WhenAll(keys.Select(async key => (Key: key, Value: await database.StringGetAsync(key))));
        await CommitAsync(store.Desk, 2);
        var seen = store.Desk.Current;
        await Eventually.TrueAsync("all to see it", () => Task.FromResult(other is null || other.Desk.Seen.Equals(seen.Head)), Token);
        if (loss == Loss.Flushed)
        {
            await redis.GetServers()[0].FlushDatabaseAsync();
            return seen;
        }

        // At once, as a failover is.
        var failover = database.CreateTransaction();
        List<Task> writes = [failover.KeyDeleteAsync([StoreNames.Revision(3), StoreNames.Revision(4)])];
        writes.AddRange(older.Select(value => failover.StringSetAsync(value.Key, value.Value)));
        if (loss == Loss.WentBack)
        {
            await failover.ExecuteAsync();
            await Task.WhenAll(writes);
            return seen;
        }

        // Others came after them, made elsewhere with the same key.
        await using var elsewhere = await StoreHost.StartAsync(StoreHost.Redis);
        System.IO.Directory.CreateDirectory(elsewhere.Options.DataDirectory);
        File.Copy(Path.Combine(host.Options.DataDirectory, "master.key"), Path.Combine(elsewhere.Options.DataDirectory, "master.key"));
        await using var promoted = await ConnectionMultiplexer.ConnectAsync(elsewhere.Server!.ConnectionString);
        await Task.WhenAll(older.Select(value => promoted.GetDatabase().StringSetAsync(value.Key, value.Value)));
        var others = await elsewhere.OpenAsync();
        for (var i = 2; i < (loss == Loss.Forked ? 4 : 6); i++)
        {
            await others.Desk.CommitAsync(Commit((uint)i, Put(Service($"other-{i}"))), Token);
        }

        for (uint revision = 3; revision <= others.Desk.Current.Head.Revision; revision++)
        {
            writes.Add(failover.StringSetAsync(StoreNames.Revision(revision), await promoted.GetDatabase().StringGetAsync(StoreNames.Revision(revision))));
        }

        writes.Add(failover.StringSetAsync(StoreNames.Head, await promoted.GetDatabase().StringGetAsync(StoreNames.Head)));
        await failover.ExecuteAsync();
        await Task.WhenAll(writes);
        return seen;
    }
}
