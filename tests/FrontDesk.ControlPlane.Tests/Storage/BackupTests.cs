using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Storage;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;
using FrontDesk.Testing.Files;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Storage;

/// <summary>A backup is whole or none, and so is what is restored from it.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly EpochStart Start = new("ann", "restored", FromJournal: false, IfWhole: true);
    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task All_that_was_there_comes_back_history_records_and_secrets_and_nothing_else(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var store = await host.OpenAsync();
        await FillAsync(store);
        var copied = store.Desk.Current;
        var path = await BackUpAsync(store);
        await store.Desk.CommitAsync(Commit(copied.Head.Revision, Put(Service("later"))), Token);
        await store.Secrets.PutAsync("certificates/a", new byte[] { 9 }, Token);
        await store.Records.CreateAsync("nodes/later", new byte[] { 9 }, Token);

        var backup = BackupFile.Open(path, store.MasterKey);
        var restored = await store.Desk.BeginEpochAsync(Start, () => Restoring.ReplaceAsync(store.Connection, backup), Token);
        await store.Secrets.ResetAsync();

        Assert.Equal((2u, copied.Head.Revision + 1, copied.Digest), (restored!.Head.Epoch, restored.Head.Revision, restored.Digest));
        Assert.Equal(["nodes/n1", "nodes/n2"], (await store.Records.ListAsync("nodes/", Token)).Select(node => node.Name));
        Assert.Equal(new byte[] { 1 }, (await store.Secrets.GetAsync("certificates/a", 0, Token))!.Value);
        Assert.Equal(1_000_001u, store.Secrets.NewestVersion("certificates/a"));
        Assert.Equal("restored", (await store.Desk.HistoryAsync(0, 1, Token))[0].Message);
        Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(Commit(restored.Head.Revision, Put(Service("next"))), Token));
    }

    [Fact]
    public async Task A_copy_that_is_taken_while_others_commit_and_compact_is_one_state()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync(options => options with { KeepRevisions = 2 });
        await FillAsync(store);
        using var end = new CancellationTokenSource();
        var committing = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    await store.Desk.CommitAsync(Commit(store.Desk.Current.Head.Revision, Put(Service($"s{store.Desk.Current.Head.Revision}"))), Token);
                }
            },
            Token);
        var path = await BackUpAsync(store);
        await end.CancelAsync();
        await committing;

        await using var other = await EmptiedAsync(host, path);
        var backup = BackupFile.Open(path, other.MasterKey);
        Assert.Equal(backup.Header.Revision, other.Desk.Current.Head.Revision);
    }

    [Fact]
    public async Task Each_damaged_copy_is_refused_before_anything_is_touched()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await FillAsync(store);
        var path = await BackUpAsync(store);
        var whole = await File.ReadAllBytesAsync(path, Token);
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 97))
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x40;
            await File.WriteAllBytesAsync(path, changed, Token);
            Assert.Throws<StoreRefusedException>(() => BackupFile.Open(path, store.MasterKey));
            await File.WriteAllBytesAsync(path, whole[..at], Token);
            Assert.Throws<StoreRefusedException>(() => BackupFile.Open(path, store.MasterKey));
        }
    }

    [Fact]
    public async Task A_copy_of_another_master_key_is_refused_and_both_keys_are_named()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var other = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        var path = await BackUpAsync(store);
        var stranger = await other.OpenAsync();

        var refusal = Assert.Throws<StoreRefusedException>(() => BackupFile.Open(path, stranger.MasterKey));

        Assert.Contains(store.MasterKey.Id, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(stranger.MasterKey.Id, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_stands_in_a_copy_in_clear()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await store.Secrets.PutAsync("certificates/a", "-----BEGIN PRIVATE KEY-----"u8.ToArray(), Token);
        var bytes = await File.ReadAllBytesAsync(await BackUpAsync(store), Token);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("PRIVATE KEY"u8));
    }

    [Fact]
    public async Task A_restoration_that_ends_anywhere_leaves_no_half_and_can_be_done_again()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        DeskState copied;
        string path;
        await using (var store = await host.OpenAsync(options => options with { KeepRevisions = 2 }))
        {
            await FillAsync(store);
            copied = store.Desk.Current;
            path = await BackUpAsync(store);
        }

        await using var connection = await host.ConnectAsync(step: null);
        var key = await host.KeyAsync(connection);
        var finished = false;
        for (var step = 0; !finished; step++)
        {
            var crash = new Crash(step);
            await using (var doomed = await host.ConnectAsync(crash.Step))
            {
                try
                {
                    await Restoring.ReplaceAsync(doomed, BackupFile.Open(path, await host.MasterKeyAsync()));
                    finished = true;
                }
                catch (CrashException)
                {
                    finished = false;
                }
            }

            // Either it has no head, and nobody takes it for whole, or all of it is there.
            if (await connection.ReadAsync(StoreNames.Head) is not null && step > 0)
            {
                Assert.Equal(copied.Digest, (await Desk.OpenAsync(connection, key, TimeProvider.System)).Current.Digest);
            }
        }

        await using var again = await host.OpenAsync();
        Assert.Equal((copied.Head, copied.Digest), (again.Desk.Current.Head, again.Desk.Current.Digest));
        Assert.Equal(2, (await again.Records.ListAsync("nodes/", Token)).Count);
    }

    [Fact]
    public async Task An_emptied_store_is_restored_at_the_start_and_one_with_a_history_is_left_alone()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        DeskState copied;
        string path;
        await using (var store = await host.OpenAsync())
        {
            await FillAsync(store);
            copied = store.Desk.Current;
            path = await BackUpAsync(store);
        }

        await using (var restored = await EmptiedAsync(host, path))
        {
            Assert.Equal((copied.Head, copied.Digest), (restored.Desk.Current.Head, restored.Desk.Current.Digest));
            Assert.Null(restored.Desk.Fault);
            await restored.Desk.CommitAsync(Commit(copied.Head.Revision, Put(Service("on"))), Token);
        }

        await using var again = await host.OpenAsync(options => options with { RestoreFile = path });
        Assert.Equal(copied.Head.Revision + 1, again.Desk.Current.Head.Revision);
    }

    // Redis lost everything; a control plane starts on it with the copy.
    private static async Task<ControlPlaneStore> EmptiedAsync(StoreHost host, string path)
    {
        await using (var connection = await host.ConnectAsync(step: null))
        {
            await connection.DeleteAsync(await connection.KeysAsync(StoreNames.All));
        }

        return await host.OpenAsync(options => options with { RestoreFile = path, PollInterval = TimeSpan.FromHours(1) });
    }

    private static async Task FillAsync(ControlPlaneStore store)
    {
        await store.Secrets.PutAsync("certificates/a", new byte[] { 1 }, Token);
        await store.Records.CreateAsync("nodes/n1", new byte[] { 1 }, Token);
        await store.Records.CreateAsync("nodes/n2", new byte[] { 2 }, Token);
        await store.Records.SetExpiringAsync("live/n1", new byte[] { 3 }, TimeSpan.FromHours(1), Token);
        var large = Enumerable.Range(0, 9_000).Select(i => Put(Route($"h{i}.example.com", "web"))).Prepend(Put(Service("web"))).ToArray();
        await store.Desk.CommitAsync(Commit(store.Desk.Current.Head.Revision, large), Token);
        for (var i = 0; i < 4; i++)
        {
            await store.Desk.CommitAsync(Commit(store.Desk.Current.Head.Revision, Put(Service($"a{i}"))), Token);
        }
    }

    private async Task<string> BackUpAsync(ControlPlaneStore store)
    {
        var path = _directory[$"{Guid.NewGuid():N}.backup"];
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        await new BackingUp(store.Connection, store.Key, store.Records, TimeProvider.System).WriteAsync(file, Token);
        return path;
    }
}
