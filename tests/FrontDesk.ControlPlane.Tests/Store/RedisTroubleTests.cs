using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Testing.Redis;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Tests.Store;

/// <summary>A Redis that is there and does not write: the commit is refused with what to do, nothing is changed, and later it goes on.</summary>
public sealed class RedisTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("read-only", "read-only replica", "REPLICAOF|127.0.0.1|1", "REPLICAOF|NO|ONE")]
    [InlineData("full", "out of memory", "CONFIG|SET|maxmemory|1", "CONFIG|SET|maxmemory|0")]
    [InlineData("too few replicas", "too few replicas", "CONFIG|SET|min-replicas-to-write|1", "CONFIG|SET|min-replicas-to-write|0")]
    public async Task A_commit_is_refused_with_what_to_do_and_made_when_the_trouble_is_over(string trouble, string said, string begin, string end)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(host.Server!.ConnectionString + ",allowAdmin=true");
        var store = await host.OpenAsync();
        await store.Desk.CommitAsync(Changes.Commit(0, Changes.Put(Changes.Service("a"))), Token);
        var commit = Changes.Commit(1, Changes.Put(Changes.Service("b"))) with { IdempotencyKey = "0123456789abcdef" };

        await TellAsync(redis, begin);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => store.Desk.CommitAsync(commit, Token));

        Assert.True(failure is StoreUnavailableException, $"{trouble}: {failure}");
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Equal((1u, 1), (store.Desk.Current.Head.Revision, store.Desk.Current.Count));
        await TellAsync(redis, end);
        await Eventually.TrueAsync("the commit", async () => await TryAsync(store, commit), Token);
        Assert.Equal(2u, store.Desk.Current.Head.Revision);
        Assert.Null(store.Desk.Fault);
    }

    [Fact]
    public async Task A_Redis_that_cannot_save_says_so_and_what_it_acknowledged_is_there()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis, "--appendonly", "no", "--save", "1 1", "--dbfilename", "dump.rdb");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(host.Server!.ConnectionString + ",allowAdmin=true");
        var store = await host.OpenAsync();
        await store.Desk.CommitAsync(Changes.Commit(0, Changes.Put(Changes.Service("a"))), Token);

        // Where its file should go there is a directory: no disk could be fuller.
        File.Delete(Path.Combine(host.Server.Directory, "dump.rdb"));
        Directory.CreateDirectory(Path.Combine(host.Server.Directory, "dump.rdb", "full"));
        await Eventually.TrueAsync("a save that fails", async () => await FailsToSaveAsync(redis), Token);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.Desk.CommitAsync(Changes.Commit(store.Desk.Current.Head.Revision, Changes.Put(Changes.Service("b"))), Token));

        Assert.Contains("cannot write to its disk", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1u, store.Desk.Current.Head.Revision);
    }

    [Fact]
    public async Task Over_sentinels_a_failover_that_kept_all_goes_on_by_itself()
    {
        await using var primary = await RedisServer.StartAsync(Token, "--masterauth", "same", "--requirepass", "same");
        await using var replica = await RedisServer.StartAsync(Token, "--masterauth", "same", "--requirepass", "same", "--replicaof", "127.0.0.1 " + primary.Port);
        await using var sentinel = await RedisSentinel.StartAsync("desk", primary.Port, "same", Token);
        await using var host = await StoreHost.StartAsync(StoreHost.Embedded);
        var options = host.Options with { Store = $"redis://127.0.0.1:{sentinel.Port}?sentinel=desk", Password = "same", OperationTimeout = TimeSpan.FromSeconds(5) };
        await using var store = await ControlPlaneStore.OpenAsync(options, new ListLog(), TimeProvider.System, Token);
        await store.Desk.CommitAsync(Changes.Commit(0, Changes.Put(Changes.Service("a"))), Token);
        await Eventually.TrueAsync("the replica to have it", async () => await HasAsync(replica, StoreNames.Revision(1)), Token);

        await primary.KillAsync();

        var commit = Changes.Commit(1, Changes.Put(Changes.Service("b"))) with { IdempotencyKey = "0123456789abcdef" };
        await Eventually.TrueAsync("the commit on the new primary", async () => await TryAsync(store, commit), Token);
        Assert.True(await HasAsync(replica, StoreNames.Revision(2)));
        Assert.Null(store.Desk.Fault);
    }

    [Fact]
    public async Task Over_sentinels_a_failover_that_lost_a_commit_is_noticed_and_nothing_goes_on_from_the_older_state()
    {
        await using var primary = await RedisServer.StartAsync(Token, "--masterauth", "same", "--requirepass", "same");
        await using var replica = await RedisServer.StartAsync(Token, "--masterauth", "same", "--requirepass", "same", "--replicaof", "127.0.0.1 " + primary.Port);
        await using var sentinel = await RedisSentinel.StartAsync("desk", primary.Port, "same", Token);
        await using var host = await StoreHost.StartAsync(StoreHost.Embedded);
        var options = host.Options with { Store = $"redis://127.0.0.1:{sentinel.Port}?sentinel=desk", Password = "same", OperationTimeout = TimeSpan.FromSeconds(5) };
        await using var store = await ControlPlaneStore.OpenAsync(options, new ListLog(), TimeProvider.System, Token);
        await store.Desk.CommitAsync(Changes.Commit(0, Changes.Put(Changes.Service("a"))), Token);
        await Eventually.TrueAsync("the replica to have it", async () => await HasAsync(replica, StoreNames.Revision(1)), Token);

        // A replica that is asleep, and whose connection is gone, gets nothing of what is acknowledged meanwhile.
        replica.Freeze();
        await using (var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{primary.Port},password=same,allowAdmin=true"))
        {
            await TellAsync(redis, "CLIENT|KILL|TYPE|replica");
        }

        await store.Desk.CommitAsync(Changes.Commit(1, Changes.Put(Changes.Service("b"))), Token);
        await primary.KillAsync();
        replica.Thaw();

        await Eventually.TrueAsync("the loss to be noticed", () => Task.FromResult(store.Desk.Fault is not null), Token);
        Assert.Equal("store-went-back", store.Desk.Fault!.Code);
        Assert.Equal(2u, store.Desk.Current.Head.Revision);
        await Assert.ThrowsAsync<StoreRefusedException>(() => store.Desk.CommitAsync(Changes.Commit(2, Changes.Put(Changes.Service("c"))), Token));
        Assert.False(await HasAsync(replica, StoreNames.Revision(2)));
    }

    private static async Task<bool> TryAsync(ControlPlaneStore store, Commit commit)
    {
        try
        {
            return await store.Desk.CommitAsync(commit, Token) is CommitOutcome.Committed or CommitOutcome.Repeated;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OutcomeUnknownException)
        {
            return false;
        }
    }

    private static async Task<bool> FailsToSaveAsync(ConnectionMultiplexer redis)
    {
        try
        {
            await redis.GetDatabase().StringSetAsync("elsewhere", "x");
            await redis.GetDatabase().ExecuteAsync("BGSAVE");
            return false;
        }
        catch (RedisServerException failure)
        {
            return failure.Message.StartsWith("MISCONF", StringComparison.Ordinal);
        }
    }

    private static async Task<bool> HasAsync(RedisServer server, string key)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},password=same");
        return await redis.GetDatabase().KeyExistsAsync(key, CommandFlags.PreferReplica);
    }

    private static Task TellAsync(ConnectionMultiplexer redis, string command)
    {
        var words = command.Split('|');
        return redis.GetServers()[0].ExecuteAsync(words[0], Array.ConvertAll(words[1..], word => (object)word));
    }
}
