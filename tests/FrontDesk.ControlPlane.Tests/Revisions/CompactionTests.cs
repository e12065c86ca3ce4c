using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Tests.Store;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

public sealed class CompactionTests
{
    private const int Keep = 20;
    private const uint Head = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task The_history_is_kept_short_and_whole_also_after_a_restart(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        DeskState before;
        await using (var store = await host.OpenAsync(options => options with { KeepRevisions = Keep }))
        {
            for (uint revision = 0; revision < Head; revision++)
            {
                await store.Desk.CommitAsync(Commit(revision, Put(Service($"s{revision}", "eu"))), Token);
            }

            await Eventually.TrueAsync("a compaction", () => Task.FromResult(store.Desk.Oldest > Head - (Keep * 5 / 4)), Token);
            before = store.Desk.Current;
            await CheckAsync(store.Desk, before);
        }

        await using var again = await host.OpenAsync(options => options with { KeepRevisions = Keep });
        await CheckAsync(again.Desk, before);
    }

    private static async Task CheckAsync(Desk desk, DeskState expected)
    {
        Assert.Equal(expected.Head, desk.Current.Head);
        Assert.Equal(expected.Digest, desk.Current.Digest);
        Assert.InRange(desk.Oldest, 2u, Head - Keep + 1);
        var history = await desk.HistoryAsync(0, 1_000, Token);
        Assert.Equal(desk.Oldest, history[^1].Revision);
        foreach (var info in history)
        {
            Assert.Equal(info.Digest, (await desk.AtAsync(info.Revision, Token)).Digest);
            Assert.Single((await desk.ReadAsync(info.Revision, Token)).Operations);
        }

        await Assert.ThrowsAsync<RevisionNotFoundException>(() => desk.AtAsync(desk.Oldest - 2, Token));
        await Assert.ThrowsAsync<RevisionNotFoundException>(() => desk.ReadAsync(desk.Oldest - 1, Token));
    }
}
