using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Audit;

/// <summary>The log in the store: appended by several, chained, bounded.</summary>
public sealed class AuditLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_control_planes_append_and_commit_at_once_and_the_log_is_whole_with_an_entry_for_every_revision()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        ControlPlaneStore[] stores = [await host.OpenAsync(), await host.OpenAsync()];

        await Task.WhenAll([.. stores.Select((store, i) => CommitAsync(store, $"s{i}")), .. stores.Select((store, i) => AppendAsync(store, $"a{i}"))]);

        var (entries, state) = await stores[0].WalkAsync();
        Assert.Empty(state.Faults);
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(n => (ulong)n), entries.Select(entry => entry.Sequence));
        Assert.Equal(60, entries.Count(entry => entry.Action == "test"));
        await stores[0].Desk.LookAsync(Token);
        var revisions = stores[0].Desk.Current.Head.Revision;
        Assert.Equal(20u, revisions);
        Assert.Equal(Enumerable.Range(1, (int)revisions).Select(n => $"revision {n}"), entries.Where(entry => entry.Action == "commit").Select(entry => entry.Objects[0]));

        static async Task CommitAsync(ControlPlaneStore store, string name)
        {
            for (var i = 0; i < 10;)
            {
                var commit = Commit(store.Desk.Current.Head.Revision, Put(Service($"{name}-{i}"))) with { Audit = new AuditEntry { Action = "commit", Result = "done" } };
                i += await store.Desk.CommitAsync(commit, Token) is CommitOutcome.Committed ? 1 : 0;
            }
        }

        static async Task AppendAsync(ControlPlaneStore store, string name)
        {
            for (var i = 0; i < 30; i++)
            {
                await store.Audit.AppendAsync([Entry($"{name}-{i}")], Token);
            }
        }
    }

    [Fact]
    public async Task A_record_and_its_entry_are_written_together_or_not_at_all()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();

        Assert.True(await store.Records.CreateAsync("test/a", new byte[] { 1 }, Token, Entry("created")));
        Assert.False(await store.Records.CreateAsync("test/a", new byte[] { 2 }, Token, Entry("created again")));
        Assert.False(await store.Records.ReplaceAsync("test/a", new byte[] { 2 }, 7, Token, audit: Entry("replaced")));
        Assert.True(await store.Records.DeleteAsync("test/a", 1, Token, Entry("deleted")));

        Assert.Equal(["created", "deleted"], (await store.WalkAsync()).Entries.Select(entry => entry.Objects[0]));
    }

    public static TheoryData<string, string> Attacks => new()
    {
        { "change", "entry 3 is not what was written after entry 2" },
        { "delete", "entry 3 is missing" },
        { "swap", "entry 2 is not what was written after entry 1" },
        { "cut", "the log ends with entry 3, and entry 5 was there" },
        { "cut and forge the head", "the head of the log was not written by a control plane" },
        { "delete the head", "the log is gone from the store, and entry 5 was there" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Whoever_can_write_to_Redis_but_has_no_key_is_noticed_and_the_log_goes_on(string attack, string told)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        byte[]? older = null;
        for (var i = 1; i <= 5; i++)
        {
            await store.Audit.AppendAsync([Entry($"e{i}")], Token);
            older = i == 3 ? await store.Connection.ReadAsync(StoreNames.Audit) : older;
        }

        await AttackAsync(store.Connection, attack, older!);

        Assert.Contains((await store.WalkAsync()).State.Faults, fault => fault.StartsWith(told, StringComparison.Ordinal));
        await store.Audit.AppendAsync([Entry("after")], Token);
        var (entries, _) = await store.WalkAsync();
        Assert.Equal("after", entries[^1].Objects[0]);
        if (attack.Contains("cut", StringComparison.Ordinal) || attack.Contains("head", StringComparison.Ordinal))
        {
            // What was lost is gone for ever, so the log itself says it.
            Assert.Equal(("audit", "damaged"), (entries[^2].Action, entries[^2].Result));
        }
    }

    [Fact]
    public async Task Old_entries_are_forgotten_by_number_and_by_age_and_the_rest_still_verifies()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        var time = new ManualTime();
        for (var i = 0; i < 30; i++)
        {
            await store.Audit.AppendAsync([Entry($"e{i}")], Token);
        }

        using var forgetting = new AuditForgetting(
            store.Audit, new AuditOptions { Entries = 10, Age = TimeSpan.FromDays(30) }, store.Leases, time, NullLogger<AuditForgetting>.Instance);
        await forgetting.StartAsync(Token);
        await Eventually.TrueAsync("the oldest to go by number", async () => (await store.WalkAsync()).State.First == 21, Token);
        var (kept, state) = await store.WalkAsync();
        Assert.Equal((10, "e20"), (kept.Count, kept[0].Objects[0]));
        Assert.Empty(state.Faults);
        Assert.Null(await store.Connection.ReadAsync(StoreNames.AuditEntry(20)));

        await time.ArmedAsync(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromDays(31));
        await Eventually.TrueAsync("the rest to go by age", async () => (await store.WalkAsync()).State is { First: 31, Last: 30 }, Token);
        await store.Audit.AppendAsync([Entry("new")], Token);
        Assert.Equal((31ul, 31ul, 0), (await store.WalkAsync()).State is var after ? (after.First, after.Last, after.Faults.Count) : default);
        await forgetting.StopAsync(Token);
    }

    [Fact]
    public async Task What_waits_for_the_store_is_bounded_and_what_was_lost_is_told_in_the_log()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var trail = new AuditTrail(store.Audit, new ControlPlaneMeter(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), TimeProvider.System, NullLogger<AuditTrail>.Instance);
        for (var i = 0; i < AuditTrail.Most + 7; i++)
        {
            trail.Add(Entry($"e{i}"));
        }

        await trail.StartAsync(Token);

        await Eventually.TrueAsync("all to be written", async () => (await store.Audit.ReadHeadAsync()).Head?.Last == AuditTrail.Most + 1, Token);
        var (entries, state) = await store.WalkAsync();
        Assert.Empty(state.Faults);
        var lost = Assert.Single(entries, entry => entry.Result == "lost");
        Assert.Equal(7u, lost.Count);
        await trail.StopAsync(Token);
    }

    [Fact]
    public async Task While_the_store_is_away_nobody_waits_and_when_it_is_back_the_entries_are_written()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync(options => options with { OperationTimeout = TimeSpan.FromSeconds(3) });
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var trail = new AuditTrail(store.Audit, new ControlPlaneMeter(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), TimeProvider.System, NullLogger<AuditTrail>.Instance);
        await trail.StartAsync(Token);
        await host.Server!.KillAsync();

        trail.Add(Entry("meanwhile"));
        await host.Server.StartAgainAsync(Token);

        await Eventually.TrueAsync("the entry", async () => await TryWalkAsync() is ["meanwhile"], Token);
        await trail.StopAsync(Token);

        async Task<string[]> TryWalkAsync()
        {
            try
            {
                return [.. (await store.WalkAsync()).Entries.Select(entry => entry.Objects[0])];
            }
            catch (StoreUnavailableException)
            {
                return [];
            }
        }
    }

    private static async Task AttackAsync(StoreConnection redis, string attack, byte[] older)
    {
        switch (attack)
        {
            case "change":
                var stored = StoredAuditEntry.Parser.ParseFrom(await redis.ReadAsync(StoreNames.AuditEntry(3)));
                var entry = AuditEntry.Parser.ParseFrom(stored.Entry);
                entry.Who = "mallory";
                stored.Entry = entry.ToByteString();
                await redis.WriteAsync(StoreNames.AuditEntry(3), stored.ToByteArray());
                break;
            case "delete":
                await redis.DeleteAsync([StoreNames.AuditEntry(3)]);
                break;
            case "swap":
                var (two, four) = (await redis.ReadAsync(StoreNames.AuditEntry(2)), await redis.ReadAsync(StoreNames.AuditEntry(4)));
                await redis.WriteAsync(StoreNames.AuditEntry(2), four!);
                await redis.WriteAsync(StoreNames.AuditEntry(4), two!);
                break;
            case "cut":
                await redis.WriteAsync(StoreNames.Audit, older);
                break;
            case "cut and forge the head":
                var head = StoredAuditHead.Parser.ParseFrom(await redis.ReadAsync(StoreNames.Audit));
                head.Last = 4;
                await redis.WriteAsync(StoreNames.Audit, head.ToByteArray());
                break;
            case "delete the head":
                await redis.DeleteAsync([StoreNames.Audit]);
                break;
            default:
                throw new ArgumentException(attack);
        }
    }

    private static AuditEntry Entry(string item) => new() { Action = "test", Result = "done", Objects = { item } };
}
