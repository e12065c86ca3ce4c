using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Revisions;

namespace FrontDesk.ControlPlane.Tests.Store;

/// <summary>A Redis that goes away and comes back.</summary>
public sealed class OutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_Redis_is_gone_reads_go_on_and_commits_are_refused_and_when_it_is_back_all_goes_on()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        using var log = new ListLog();
        var options = host.Options with { OperationTimeout = TimeSpan.FromSeconds(3) };
        await using var store = await ControlPlaneStore.OpenAsync(options, log, TimeProvider.System, Token);
        await store.Desk.CommitAsync(Changes.Commit(0, Changes.Put(Changes.Service("a"))), Token);

        await host.Server!.KillAsync();
        await Eventually.TrueAsync("the loss to be told", () => Said(1003), Token);
        var commit = Changes.Commit(1, Changes.Put(Changes.Service("b"))) with { IdempotencyKey = "0123456789abcdef" };
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Desk.CommitAsync(commit, Token));
        Assert.Equal(1, store.Desk.Current.Count);

        await host.Server.StartAgainAsync(Token);
        await Eventually.TrueAsync("the return to be told", () => Said(1004), Token);
        Assert.Equal(2u, Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(commit, Token)).State.Head.Revision);
        Assert.Single(log.Entries, entry => entry.Id == 1003);

        Task<bool> Said(int id) => Task.FromResult(log.Entries.Any(entry => entry.Id == id));
    }
}
