using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

/// <summary>A commit whose EXEC got no answer is looked into before it is answered.</summary>
public sealed class UnknownOutcomeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_that_was_written_but_not_answered_is_committed()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var proxy = new FaultProxy(host.Server!.Port);
        await using var store = await OpenAsync(host, proxy);

        proxy.Harm(Fault.LoseAnswer);
        var outcome = await store.Desk.CommitAsync(Commit(0, Put(Service("a"))), Token);

        Assert.Equal(1u, Assert.IsType<CommitOutcome.Committed>(outcome).State.Head.Revision);
        Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(Commit(1, Put(Service("b"))), Token));
    }

    [Fact]
    public async Task A_commit_that_never_arrived_is_told_so_and_a_retry_commits_once()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var proxy = new FaultProxy(host.Server!.Port);
        await using var store = await OpenAsync(host, proxy);
        var commit = Commit(0, Put(Service("a"))) with { IdempotencyKey = "0123456789abcdef" };

        proxy.Harm(Fault.LoseRequest);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Desk.CommitAsync(commit, Token));

        Assert.Contains("nothing was changed", failure.Message, StringComparison.Ordinal);
        Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(commit, Token));
        Assert.Equal(1u, store.Desk.Current.Head.Revision);
    }

    [Fact]
    public async Task A_commit_that_was_answered_as_not_written_is_not_written_later_when_its_bytes_arrive_after_all()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var proxy = new FaultProxy(host.Server!.Port);
        await using var store = await OpenAsync(host, proxy);

        proxy.Harm(Fault.Delay);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Desk.CommitAsync(Commit(0, Put(Service("late"))), Token));
        await proxy.DeliverAsync();

        await store.Desk.LookAsync(Token);
        Assert.Equal(0u, store.Desk.Current.Head.Revision);
        Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(Commit(0, Put(Service("next"))), Token));
        Assert.False(store.Desk.Current.TryGet(Kind.Service, "late", out _));
    }

    [Fact]
    public async Task A_store_that_stays_away_leaves_the_outcome_unknown_and_the_retry_finds_out()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var store = await host.OpenAsync(options => options with { OperationTimeout = TimeSpan.FromSeconds(3) });
        var commit = Commit(0, Put(Service("a"))) with { IdempotencyKey = "0123456789abcdef" };

        host.Server!.Freeze();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => store.Desk.CommitAsync(commit, Token));
        host.Server.Thaw();

        await Eventually.TrueAsync("the connection to be back", () => AnswersAsync(store), Token);
        var outcome = await store.Desk.CommitAsync(commit, Token);
        Assert.True(outcome is CommitOutcome.Committed or CommitOutcome.Repeated);
        Assert.Equal(1u, store.Desk.Current.Head.Revision);
    }

    private static async Task<bool> AnswersAsync(ControlPlaneStore store)
    {
        try
        {
            await store.PingAsync(Token);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static Task<ControlPlaneStore> OpenAsync(StoreHost host, FaultProxy proxy) =>
        host.OpenAsync(options => options with { Store = $"redis://127.0.0.1:{proxy.Port}" });
}
