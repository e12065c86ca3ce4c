using FrontDesk.Admin.V1;
using FrontDesk.Testing.Faults;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Redis;
using FrontDesk.Testing.Waiting;
using Grpc.Core;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>What happens to the store; requests do not notice, operators are told what to do.</summary>
public class RedisFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Redis_killed_and_started_again_loses_no_request_and_no_acknowledged_change()
    {
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var loaded = await LoadedDesk.StartAsync(edges: 1, redis);
        var head = (await loaded.Desk.StatusAsync(Stop)).Head;
        loaded.Desk.ErrorLogs.Expect("out of reach");

        await redis.KillAsync();
        await loaded.LoadAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(() => loaded.Pages.ChangeAsync(Stop));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Equal(head, (await loaded.Desk.StatusAsync(Stop)).Head);

        await redis.StartAgainAsync(Stop);
        await ChangedAsync(loaded);
        await loaded.LoadAsync();
        loaded.Judge();
    }

    [Fact]
    public async Task A_flushed_Redis_is_noticed_and_every_edge_serves_on_until_a_backup_is_restored()
    {
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var loaded = await LoadedDesk.StartAsync(edges: 1, redis);
        using var directory = new TempDirectory();
        (await loaded.Desk.RunAsync(Stop, "store", "backup", directory["desk.backup"])).Expect();

        await redis.CommandAsync(Stop, "FLUSHALL");
        await NoticedAsync(loaded);

        (await loaded.Desk.RunAsync(Stop, "store", "restore", directory["desk.backup"], "--yes", "--message", "flushed by mistake")).Expect();
        await ChangedAsync(loaded);
        Assert.Empty((await loaded.Desk.StatusAsync(Stop)).Alarms);
        loaded.Judge();
    }

    [Fact]
    public async Task An_older_backup_of_Redis_is_noticed_no_edge_goes_back_and_the_journal_brings_it_up_to_date()
    {
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var loaded = await LoadedDesk.StartAsync(edges: 1, redis);
        loaded.Desk.ErrorLogs.Expect("out of reach");
        using var backup = new TempDirectory();
        Copy(redis.Directory, backup.Path);
        await loaded.Pages.ChangeAndWaitAsync(Stop);

        await redis.KillAsync();
        Copy(backup.Path, redis.Directory);
        await redis.StartAgainAsync(Stop);

        await NoticedAsync(loaded);

        // What the control plane saw is on its own disk; the edge is told it anew, and never serves less meanwhile.
        (await loaded.Desk.RunAsync(Stop, "store", "restore", "--journal", "--yes", "--message", "the backup was too old")).Expect();
        await loaded.Desk.WaitForEdgeAsync(loaded.Desk.Edges[0], "to follow", static edge => edge.StateCode == EdgeState.InSync, Stop);
        await loaded.ServesAsync(loaded.Desk.Edges[0], loaded.Pages.Acknowledged);
        Assert.Empty((await loaded.Desk.StatusAsync(Stop)).Alarms);
        await ChangedAsync(loaded);
        loaded.Judge();
    }

    [Theory]
    [InlineData("read-only", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    [InlineData("out of memory", "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")]
    [InlineData("slow by seconds", "CLIENT PAUSE 600000 WRITE", "CLIENT UNPAUSE")]
    public async Task A_Redis_in_trouble_is_told_with_what_to_do_and_when_it_is_well_all_goes_on(string trouble, string harm, string cure)
    {
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var loaded = await LoadedDesk.StartAsync(edges: 1, redis);
        loaded.Desk.ErrorLogs.Expect("out of reach");
        await redis.CommandAsync(Stop, harm.Split(' '));

        var refused = await Assert.ThrowsAsync<RpcException>(() => loaded.Pages.ChangeAsync(Stop));
        TestContext.Current.TestOutputHelper!.WriteLine($"{trouble}: {refused.Status}");
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        await loaded.LoadAsync();

        await redis.CommandAsync(Stop, cure.Split(' '));
        await ChangedAsync(loaded);
        loaded.Judge();
    }

    [Fact]
    public async Task A_link_to_Redis_that_falls_silent_is_UNAVAILABLE_and_heals()
    {
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var link = new FaultLink(redis.Port);
        await using var loaded = await LoadedDesk.StartAsync(edges: 1, redis, $"redis://127.0.0.1:{link.Port}");
        loaded.Desk.ErrorLogs.Expect("out of reach");

        link.Vanish();
        var refused = await Assert.ThrowsAsync<RpcException>(() => loaded.Pages.ChangeAsync(Stop));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);

        link.Heal();
        await ChangedAsync(loaded);
        loaded.Judge();
    }

    /// <summary>The alarm is shown, nothing is written to the store, and the edge serves on what it had.</summary>
    private static async Task NoticedAsync(LoadedDesk loaded)
    {
        loaded.Desk.ErrorLogs.Expect("store");
        await Eventually.TrueAsync("the alarm", async () => (await loaded.Desk.StatusAsync(Stop)).Alarms.Count > 0, Stop);
        var refused = await Assert.ThrowsAsync<RpcException>(() => loaded.Pages.ChangeAsync(Stop));
        TestContext.Current.TestOutputHelper!.WriteLine($"{(await loaded.Desk.StatusAsync(Stop)).Alarms[0]}\n{refused.Status}");
        Assert.NotEqual(StatusCode.Internal, refused.StatusCode);
        await loaded.LoadAsync();
        loaded.Judge();
    }

    /// <summary>The store may still be coming back: the next change that is taken is served.</summary>
    private static async Task ChangedAsync(LoadedDesk loaded)
    {
        await Eventually.TrueAsync("a change to be taken", async () => await IsTakenAsync(loaded), Stop);
        await loaded.ServesNewestAsync(loaded.Desk.Edges[0]);
    }

    private static async Task<bool> IsTakenAsync(LoadedDesk loaded)
    {
        try
        {
            await loaded.Pages.ChangeAndWaitAsync(Stop);
            return true;
        }
        catch (RpcException away) when (away.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
