using System.Text;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Store;
using Record = FrontDesk.ControlPlane.Records.Record;

namespace FrontDesk.ControlPlane.Tests.Records;

public sealed class RecordStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task A_record_is_created_once_replaced_by_its_version_and_deleted_by_its_version(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var records = (await host.OpenAsync()).Records;

        Assert.Null(await records.GetAsync("nodes/a", Token));
        Assert.True(await records.CreateAsync("nodes/a", Bytes("one"), Token));
        Assert.False(await records.CreateAsync("nodes/a", Bytes("other"), Token));
        Assert.False(await records.ReplaceAsync("nodes/a", Bytes("two"), 2, Token));
        Assert.True(await records.ReplaceAsync("nodes/a", Bytes("two"), 1, Token));
        Assert.False(await records.ReplaceAsync("nodes/a", Bytes("two"), 1, Token));
        Assert.False(await records.ReplaceAsync("nodes/b", Bytes("two"), 1, Token));
        var record = await records.GetAsync("nodes/a", Token);
        Assert.Equal((2u, "two"), (record!.Version, Text(record)));
        Assert.False(await records.DeleteAsync("nodes/a", 1, Token));
        Assert.True(await records.DeleteAsync("nodes/a", 2, Token));
        Assert.Null(await records.GetAsync("nodes/a", Token));
        Assert.Empty(await records.ListAsync("nodes/", Token));
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task A_list_holds_what_starts_with_the_prefix_by_name_also_after_a_restart(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        await using (var store = await host.OpenAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => store.Records.CreateAsync($"nodes/n{i:d3}", Bytes($"{i}"), Token)));
            await store.Records.CreateAsync("tokens/n000", Bytes("else"), Token);
            await store.Records.CreateAsync("nodes/sub/x", Bytes("x"), Token);
        }

        await using var again = await host.OpenAsync();
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"nodes/n{i:d3}").Append("nodes/sub/x"), (await again.Records.ListAsync("nodes/", Token)).Select(record => record.Name));
        Assert.Equal(["7"], (await again.Records.ListAsync("nodes/n007", Token)).Select(Text));
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task Of_many_who_count_by_compare_and_set_each_is_counted_once(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var records = (await host.OpenAsync()).Records;
        await records.CreateAsync("join-tokens/t", Bytes("0"), Token);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CountAsync()));

        Assert.Equal("20", Text((await records.GetAsync("join-tokens/t", Token))!));

        async Task CountAsync()
        {
            var record = await records.GetAsync("join-tokens/t", Token);
            while (!await records.ReplaceAsync(record!.Name, Bytes($"{int.Parse(Text(record)) + 1}"), record.Version, Token))
            {
                record = await records.GetAsync("join-tokens/t", Token);
            }
        }
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task An_expiring_record_is_gone_after_its_time_and_is_not_listed(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        var records = (await host.OpenAsync()).Records;

        await records.SetExpiringAsync("node-state/a", Bytes("here"), TimeSpan.FromMinutes(1), Token);
        Assert.Equal("here", Text((await records.GetAsync("node-state/a", Token))!));
        Assert.Empty(await records.ListAsync("node-state/", Token));

        await records.SetExpiringAsync("node-state/a", Bytes("still"), TimeSpan.FromMilliseconds(200), Token);
        await Eventually.TrueAsync("the record's end", async () => await records.GetAsync("node-state/a", Token) is null, Token);
    }

    [Fact]
    public async Task A_watcher_hears_of_changes_here_and_on_another_control_plane()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var (here, there) = (await host.OpenAsync(), await host.OpenAsync());
        var heardHere = new SemaphoreSlim(0);
        var heardThere = new SemaphoreSlim(0);
        here.Records.Changed += _ => heardHere.Release();
        Assert.Empty(await there.Records.ListAsync("nodes/", Token));
        there.Records.Changed += _ => heardThere.Release();

        await here.Records.CreateAsync("nodes/a", Bytes("x"), Token);

        Assert.True(heardHere.CurrentCount > 0);
        Assert.True(await heardThere.WaitAsync(Patience.Ample, Token));
    }

    [Fact]
    public async Task A_name_without_a_folder_and_a_value_beyond_the_limit_are_refused()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var records = (await host.OpenAsync()).Records;

        await Assert.ThrowsAsync<ArgumentException>(() => records.CreateAsync("node", Bytes("x"), Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => records.CreateAsync("nodes/a", new byte[RecordStore.LargestValue + 1], Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => records.CreateAsync("nodes/" + new string('a', RecordStore.LongestName), Bytes("x"), Token));
    }

    [Fact]
    public async Task A_write_that_was_made_but_not_answered_is_known_to_be_made()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var proxy = new FaultProxy(host.Server!.Port);
        await using var store = await host.OpenAsync(options => options with { Store = $"redis://127.0.0.1:{proxy.Port}" });

        proxy.Harm(Fault.LoseAnswer);
        Assert.True(await store.Records.CreateAsync("nodes/a", Bytes("x"), Token));
        proxy.Harm(Fault.LoseRequest);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => store.Records.ReplaceAsync("nodes/a", Bytes("y"), 1, Token));

        Assert.Equal("x", Text((await store.Records.GetAsync("nodes/a", Token))!));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Record record) => Encoding.UTF8.GetString(record.Value);
}
