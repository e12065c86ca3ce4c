using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;

namespace FrontDesk.ControlPlane.Tests.Records;

public sealed class LastSeenRecordsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_store_is_away_what_was_read_before_holds_for_an_hour_and_nothing_else()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var time = new ManualTime();
        await using var store = await ControlPlaneStore.OpenAsync(host.Options with { OperationTimeout = TimeSpan.FromSeconds(3) }, new ListLog(), TimeProvider.System, Token);
        var seen = new LastSeenRecords(store.Records, time);
        await store.Records.CreateAsync("operators/known", "a"u8.ToArray(), Token);
        await store.Records.CreateAsync("operators/gone", "b"u8.ToArray(), Token);
        await store.Records.CreateAsync("operators/stranger", "c"u8.ToArray(), Token);
        Assert.NotNull(await seen.GetAsync("operators/known", Token));
        Assert.NotNull(await seen.GetAsync("operators/gone", Token));
        await store.Records.DeleteAsync("operators/gone", 1, Token);
        Assert.Null(await seen.GetAsync("operators/gone", Token));

        await host.Server!.KillAsync();

        Assert.Equal("a"u8.ToArray(), (await seen.GetAsync("operators/known", Token))!.Value);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => seen.GetAsync("operators/gone", Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => seen.GetAsync("operators/stranger", Token));
        time.Advance(LastSeenRecords.Patience);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => seen.GetAsync("operators/known", Token));
    }

    [Fact]
    public async Task A_store_that_was_emptied_revokes_nobody()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var store = await ControlPlaneStore.OpenAsync(host.Options, new ListLog(), TimeProvider.System, Token);
        var seen = new LastSeenRecords(store.Records, TimeProvider.System);
        await store.Records.CreateAsync("operators/known", "a"u8.ToArray(), Token);
        Assert.NotNull(await seen.GetAsync("operators/known", Token));

        await host.Server!.CommandAsync(Token, "FLUSHALL");

        Assert.Equal("a"u8.ToArray(), (await seen.GetAsync("operators/known", Token))!.Value);
        Assert.Null(await seen.GetAsync("operators/stranger", Token));
    }
}
