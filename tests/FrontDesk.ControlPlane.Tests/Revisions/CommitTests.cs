using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Tests.Store;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

public sealed class CommitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task A_commit_is_the_next_revision_and_is_there_after_a_restart(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        DeskHead head;
        await using (var store = await host.OpenAsync())
        {
            Assert.Equal(0u, store.Desk.Current.Head.Revision);
            var first = await store.Desk.CommitAsync(Commit(0, Put(Service("a")), Put(Service("b"))), Token);
            Assert.Equal(1u, Assert.IsType<CommitOutcome.Committed>(first).State.Head.Revision);
            await store.Desk.CommitAsync(Commit(1, Delete(Kind.Service, "a"), Put(Service("c", "eu"))), Token);
            head = store.Desk.Current.Head;
        }

        await using var again = await host.OpenAsync();
        Assert.Equal(head, again.Desk.Current.Head);
        Assert.Equal(["b", "c"], again.Desk.Current.All(Kind.Service).Select(service => service.Name).Order());
        Assert.Equal(["eu"], again.Desk.Current.Groups);
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task A_commit_against_another_head_changes_nothing(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var store = await host.OpenAsync();
        await store.Desk.CommitAsync(Commit(0, Put(Service("a"))), Token);

        var late = await store.Desk.CommitAsync(Commit(0, Put(Service("b"))), Token);
        var early = await store.Desk.CommitAsync(Commit(7, Put(Service("b"))), Token);

        Assert.Equal(new CommitOutcome.Conflict(1), late);
        Assert.Equal(new CommitOutcome.Conflict(1), early);
        Assert.False(store.Desk.Current.TryGet(Kind.Service, "b", out _));
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task The_same_idempotency_key_commits_once_also_after_a_restart(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var commit = Commit(0, Put(Service("a"))) with { IdempotencyKey = "0123456789abcdef" };
        await using (var store = await host.OpenAsync())
        {
            Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(commit, Token));
            Assert.Equal(1u, Assert.IsType<CommitOutcome.Repeated>(await store.Desk.CommitAsync(commit, Token)).Revision.Revision);
        }

        await using var again = await host.OpenAsync();
        var repeated = Assert.IsType<CommitOutcome.Repeated>(await again.Desk.CommitAsync(commit, Token));
        Assert.Equal((1u, "ann", "after 0", 1u), (repeated.Revision.Revision, repeated.Revision.Author, repeated.Revision.Message, repeated.Revision.Put));
        Assert.Equal(1u, again.Desk.Current.Head.Revision);
    }

    [Fact]
    public async Task A_key_with_another_digest_is_told_apart_by_every_control_plane_also_after_a_restart()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var commit = Commit(0, Put(Service("a"))) with { IdempotencyKey = "0123456789abcdef", RequestDigest = new byte[32] };
        var other = commit with { RequestDigest = [1, .. new byte[31]] };
        await using (var store = await host.OpenAsync())
        {
            await store.Desk.CommitAsync(commit, Token);
        }

        await using var again = await host.OpenAsync();
        Assert.IsType<CommitOutcome.Repeated>(await again.Desk.CommitAsync(commit, Token));
        Assert.Equal(1u, Assert.IsType<CommitOutcome.KeyReused>(await again.Desk.CommitAsync(other, Token)).Revision.Revision);
        Assert.Equal(1u, again.Desk.Current.Head.Revision);
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task A_commit_of_many_resources_is_stored_in_parts_and_read_back(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var operations = Enumerable.Range(0, 20_000).Select(i => Put(Route($"host-{i}.example.com", "web"))).Prepend(Put(Service("web"))).ToArray();
        DeskState state;
        await using (var store = await host.OpenAsync())
        {
            state = Assert.IsType<CommitOutcome.Committed>(await store.Desk.CommitAsync(Commit(0, operations), Token)).State;
            var read = await store.Desk.ReadAsync(1, Token);
            Assert.Equal(20_001, read.Operations.Count);
        }

        await using var again = await host.OpenAsync();
        Assert.Equal(state.Digest, again.Desk.Current.Digest);
        Assert.Equal(20_001, again.Desk.Current.Count);
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task History_gives_back_what_was_committed_and_the_configuration_at_every_revision(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var store = await host.OpenAsync();
        for (uint revision = 0; revision < 10; revision++)
        {
            await store.Desk.CommitAsync(Commit(revision, Put(Service($"s{revision}"))) with { RollbackTo = revision == 9 ? 3u : 0 }, Token);
        }

        await using var again = host.Server is null ? store : await host.OpenAsync();
        var history = await again.Desk.HistoryAsync(0, 4, Token);
        Assert.Equal([10u, 9, 8, 7], history.Select(info => info.Revision));
        Assert.Equal([6u, 5], (await again.Desk.HistoryAsync(7, 2, Token)).Select(info => info.Revision));
        Assert.Equal(3u, history[0].RollbackTo);
        Assert.Equal("after 9", history[0].Message);
        for (uint revision = 0; revision <= 10; revision++)
        {
            var state = await again.Desk.AtAsync(revision, Token);
            Assert.Equal((revision, (int)revision), (state.Head.Revision, state.Count));
        }

        Assert.Equal("s4", (await again.Desk.ReadAsync(5, Token)).Operations.Single().Put.Name);
        await Assert.ThrowsAsync<RevisionNotFoundException>(() => again.Desk.AtAsync(11, Token));
        await Assert.ThrowsAsync<RevisionNotFoundException>(() => again.Desk.ReadAsync(11, Token));
    }
}
