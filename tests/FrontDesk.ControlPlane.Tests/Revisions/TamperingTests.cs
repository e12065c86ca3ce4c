using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using FrontDesk.ControlPlane.Tests.Store;
using Google.Protobuf;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

/// <summary>Whoever can write to Redis but has no key can forge nothing.</summary>
public sealed class TamperingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_revision_is_refused_at_the_start()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await CommitThreeAsync(host);
        await ChangeAsync(host, StoreNames.Revision(2), raw =>
        {
            var revision = StoredRevision.Parser.ParseFrom(raw);
            revision.Author = "mallory";
            return revision.ToByteArray();
        });

        var refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync());
        Assert.Contains("does not verify", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_appended_without_the_store_key_is_not_followed()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await CommitThreeAsync(host);
        var store = await host.OpenAsync(options => options with { PollInterval = TimeSpan.FromHours(1) });
        await using var connection = await host.ConnectAsync(step: null);
        var forged = StoredRevision.Parser.ParseFrom(await connection.ReadAsync(StoreNames.Revision(3)));
        forged.Revision = 4;
        var head = StoredHead.Parser.ParseFrom(await connection.ReadAsync(StoreNames.Head));
        head.Revision = 4;
        await connection.Begin().Write(StoreNames.Revision(4), forged.ToByteArray()).Write(StoreNames.Head, head.ToByteArray()).ExecuteAsync();

        await Assert.ThrowsAnyAsync<StoreRefusedException>(() => store.Desk.LookAsync(Token));

        Assert.Equal(3u, store.Desk.Current.Head.Revision);
        Assert.NotNull(store.Desk.Fault);
        await Assert.ThrowsAnyAsync<StoreRefusedException>(() => store.Desk.CommitAsync(Commit(3, Put(Service("x"))), Token));
    }

    [Fact]
    public async Task A_changed_snapshot_is_refused()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await CommitThreeAsync(host);
        await using (var store = await host.OpenAsync(options => options with { KeepRevisions = 1 }))
        {
            await store.Desk.CommitAsync(Commit(3, Put(Service("d"))), Token);
            await using var reader = await host.ConnectAsync(step: null);
            await Eventually.TrueAsync("a snapshot", async () => await reader.ReadAsync(StoreNames.Snapshot) is not null, Token);
        }

        await using var connection = await host.ConnectAsync(step: null);
        var reference = SnapshotReference.Parse((await connection.ReadAsync(StoreNames.Snapshot))!);
        await ChangeAsync(host, StoreNames.Part(reference.Prefix, 0), _ => new StoredResources().ToByteArray());

        await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync());
    }

    [Fact]
    public async Task A_store_that_was_emptied_or_went_back_halts_and_is_not_written_to()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await CommitThreeAsync(host);
        var store = await host.OpenAsync(options => options with { PollInterval = TimeSpan.FromHours(1) });
        await using var connection = await host.ConnectAsync(step: null);
        await connection.DeleteAsync([StoreNames.Head]);

        await Assert.ThrowsAnyAsync<StoreRefusedException>(() => store.Desk.CommitAsync(Commit(3, Put(Service("x"))), Token));

        Assert.Equal("store-emptied", store.Desk.Fault!.Code);
        Assert.Null(await connection.ReadAsync(StoreNames.Head));
        await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync());
    }

    private static async Task CommitThreeAsync(StoreHost host)
    {
        await using var store = await host.OpenAsync();
        for (uint revision = 0; revision < 3; revision++)
        {
            await store.Desk.CommitAsync(Commit(revision, Put(Service($"s{revision}"))), Token);
        }
    }

    private static async Task ChangeAsync(StoreHost host, string key, Func<byte[], byte[]> change)
    {
        await using var connection = await host.ConnectAsync(step: null);
        var raw = await connection.ReadAsync(key);
        await connection.Begin().Write(key, change(raw!)).ExecuteAsync();
    }
}
