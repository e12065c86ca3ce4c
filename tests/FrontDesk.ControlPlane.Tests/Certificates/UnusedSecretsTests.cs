using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Certificates;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Certificates;

/// <summary>Keys outlive their certificates as long as a rollback could bring these back, and no longer.</summary>
public sealed class UnusedSecretsTests
{
    private const string Secret = "certificates/shop";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_stays_while_a_kept_revision_has_its_certificate_and_goes_when_none_has()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync(options => options with { KeepRevisions = 3 });
        var unused = Unused(store);
        await store.Secrets.PutAsync(Secret, new byte[] { 1 }, Token);
        await store.Secrets.PutAsync("certificates/kept", new byte[] { 2 }, Token);
        await store.Secrets.PutAsync("system/authority", new byte[] { 3 }, Token);
        await store.Records.CreateAsync(InternalIssuing.RecordOf("shop"), new byte[] { 4 }, Token);
        await store.Desk.CommitAsync(Commit(0, Put(Certificate("shop")), Put(Certificate("kept"))), Token);
        await store.Desk.CommitAsync(Commit(1, Delete(Kind.Certificate, "shop")), Token);

        await unused.SweepAsync(Token);
        Assert.NotNull(await store.Secrets.GetAsync(Secret, 0, Token));

        while (store.Desk.Oldest <= 3)
        {
            await store.Desk.CommitAsync(Commit(store.Desk.Current.Head.Revision, Put(Service($"s{store.Desk.Current.Head.Revision}"))), Token);
            await Eventually.TrueAsync("a compaction that is due", () => Task.FromResult(store.Desk.Current.Head.Revision < store.Desk.Oldest + 3), Token);
        }

        await unused.SweepAsync(Token);
        Assert.Null(await store.Secrets.GetAsync(Secret, 0, Token));
        Assert.Null(await store.Records.GetAsync(InternalIssuing.RecordOf("shop"), Token));
        Assert.NotNull(await store.Secrets.GetAsync("certificates/kept", 0, Token));
        Assert.NotNull(await store.Secrets.GetAsync("system/authority", 0, Token));
        Assert.Equal(3u, await store.Secrets.PutAsync(Secret, new byte[] { 1 }, Token));
    }

    [Fact]
    public async Task A_commit_that_needs_a_secret_which_went_meanwhile_is_refused_by_name_and_changes_nothing()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await store.Secrets.PutAsync(Secret, new byte[] { 1 }, Token);
        var commit = Commit(0, Put(Certificate("shop"))) with { Needs = [SecretStore.RecordOf(Secret)] };
        await Unused(store).SweepAsync(Token);

        Assert.Equal(new CommitOutcome.RecordMissing(SecretStore.RecordOf(Secret)), await store.Desk.CommitAsync(commit, Token));
        Assert.Equal(0u, store.Desk.Current.Head.Revision);

        await store.Secrets.PutAsync(Secret, new byte[] { 1 }, Token);
        Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(commit, Token));
    }

    [Fact]
    public async Task A_deletion_that_was_decided_before_another_commit_does_not_happen()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await store.Secrets.PutAsync(Secret, new byte[] { 1 }, Token);
        var decided = await store.Desk.GuardAsync(Token);
        await store.Desk.CommitAsync(Commit(0, Put(Certificate("shop"))), Token);

        Assert.False(await store.Secrets.DeleteAsync(Secret, Token, decided.Guard));
        Assert.NotNull(await store.Secrets.GetAsync(Secret, 0, Token));
    }

    [Fact]
    public async Task A_look_that_ends_anywhere_is_finished_by_the_next()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var survivor = await host.OpenAsync();
        var finished = false;
        for (var step = 0; !finished; step++)
        {
            await survivor.Secrets.PutAsync(Secret, new byte[] { 1 }, Token);
            await survivor.Records.CreateAsync(InternalIssuing.RecordOf("shop"), new byte[] { 4 }, Token);
            var crash = new Crash(step);
            await using var doomed = await host.ConnectAsync(crash.Step);
            var records = new RecordStore(doomed, new FolderWatch(doomed));
            var secrets = new SecretStore(records, survivor.MasterKey);
            await secrets.RefreshAsync();
            try
            {
                await new UnusedSecrets(await host.OpenDeskAsync(doomed), secrets, records, NullLogger<UnusedSecrets>.Instance).SweepAsync(Token);
                finished = true;
            }
            catch (CrashException)
            {
                // A record of an issue without its key would be believed; a key without its record is only found again.
                var issued = await survivor.Records.GetAsync(InternalIssuing.RecordOf("shop"), Token);
                Assert.True(issued is null || await survivor.Secrets.GetAsync(Secret, 0, Token) is not null);
            }
        }

        Assert.Null(await survivor.Secrets.GetAsync(Secret, 0, Token));
        Assert.Null(await survivor.Records.GetAsync(InternalIssuing.RecordOf("shop"), Token));
    }

    private static UnusedSecrets Unused(ControlPlaneStore store) => new(store.Desk, store.Secrets, store.Records, NullLogger<UnusedSecrets>.Instance);

    private static Resource Certificate(string name) => new()
    {
        Name = name,
        Certificate = new CertificateConfig { Names = { $"{name}.example.com" }, Pair = new CertificatePair { Secret = $"certificates/{name}", Version = 1 } },
    };
}
