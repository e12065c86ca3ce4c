using System.Security.Cryptography;
using System.Text;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Store;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Tests.Records;

public sealed class SecretStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task A_secret_keeps_its_version_while_it_is_equal_and_its_newest_two_versions_otherwise(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        await using (var store = await host.OpenAsync())
        {
            Assert.Equal(0u, store.Secrets.NewestVersion("certificates/shop"));
            Assert.Equal(1u, await store.Secrets.PutAsync("certificates/shop", Bytes("one"), Token));
            Assert.Equal(1u, await store.Secrets.PutAsync("certificates/shop", Bytes("one"), Token));
            Assert.Equal(2u, await store.Secrets.PutAsync("certificates/shop", Bytes("two"), Token));
            Assert.Equal(3u, await store.Secrets.PutAsync("certificates/shop", Bytes("one"), Token));
        }

        await using var again = await host.OpenAsync();
        Assert.Equal(3u, again.Secrets.NewestVersion("certificates/shop"));
        Assert.Equal("one", Text(await again.Secrets.GetAsync("certificates/shop", 0, Token)));
        Assert.Equal("two", Text(await again.Secrets.GetAsync("certificates/shop", 2, Token)));
        Assert.Null(await again.Secrets.GetAsync("certificates/shop", 1, Token));
        Assert.Null(await again.Secrets.GetAsync("certificates/other", 0, Token));
    }

    [Fact]
    public async Task A_deleted_secret_is_gone_and_its_versions_are_not_used_again()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using (var store = await host.OpenAsync())
        {
            await store.Secrets.PutAsync("a", Bytes("one"), Token);
            Assert.True(await store.Secrets.DeleteAsync("a", Token));
            Assert.False(await store.Secrets.DeleteAsync("a", Token));
        }

        await using var again = await host.OpenAsync();
        Assert.Equal(0u, again.Secrets.NewestVersion("a"));
        Assert.Null(await again.Secrets.GetAsync("a", 1, Token));
        Assert.Equal(3u, await again.Secrets.PutAsync("a", Bytes("one"), Token));
    }

    [Fact]
    public async Task Of_several_control_planes_that_create_a_secret_all_get_the_same()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var stores = new[] { await host.OpenAsync(), await host.OpenAsync(), await host.OpenAsync() };

        var secrets = await Task.WhenAll(stores.Select(store => store.Secrets.GetOrCreateAsync("authority", () => RandomNumberGenerator.GetBytes(32), Token)));

        Assert.All(secrets, secret => Assert.Equal(secrets[0].Value, secret.Value));
    }

    [Fact]
    public async Task A_new_version_is_told_here_at_once_and_on_another_control_plane_soon()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var (here, there) = (await host.OpenAsync(), await host.OpenAsync());
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        there.Secrets.Changed += names => heard.TrySetResult(names.Single());

        await here.Secrets.PutAsync("certificates/shop", Bytes("one"), Token);

        Assert.Equal("certificates/shop", await heard.Task.WaitAsync(Patience.Ample, Token));
        Assert.Equal(1u, here.Secrets.NewestVersion("certificates/shop"));
        Assert.Equal(1u, there.Secrets.NewestVersion("certificates/shop"));
    }

    [Fact]
    public async Task After_a_leap_every_secret_is_there_and_what_comes_next_has_a_version_that_was_never_given_out()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await store.Secrets.PutAsync("certificates/shop", Bytes("one"), Token);
        await store.Secrets.PutAsync("certificates/shop", Bytes("two"), Token);
        await store.Secrets.PutAsync("certificates/gone", Bytes("one"), Token);
        await store.Secrets.DeleteAsync("certificates/gone", Token);

        await store.Secrets.LeapAsync(Token);
        await store.Secrets.RefreshAsync();

        Assert.Equal(1_000_002u, store.Secrets.NewestVersion("certificates/shop"));
        Assert.Equal("two", Text(await store.Secrets.GetAsync("certificates/shop", 0, Token)));
        Assert.Equal("one", Text(await store.Secrets.GetAsync("certificates/shop", 1_000_001, Token)));
        Assert.Null(await store.Secrets.GetAsync("certificates/gone", 0, Token));
        Assert.Equal(1_000_003u, await store.Secrets.PutAsync("certificates/shop", Bytes("three"), Token));
        Assert.True(await store.Secrets.PutAsync("certificates/gone", Bytes("two"), Token) > 1_000_000);
    }

    [Fact]
    public async Task Taking_all_names_and_versions_anew_tells_only_of_what_is_another_one()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync(options => options with { PollInterval = TimeSpan.FromHours(1) });
        await store.Secrets.PutAsync("certificates/same", Bytes("one"), Token);
        await store.Secrets.PutAsync("certificates/back", Bytes("one"), Token);
        await store.Secrets.PutAsync("certificates/gone", Bytes("one"), Token);
        await using var connection = await host.ConnectAsync(step: null);
        var names = (string[])[.. new[] { "back", "gone" }.Select(name => RecordIndex.ShardOf($"secrets/certificates/{name}"))];
        var earlier = await connection.ReadAsync(names);
        await store.Secrets.PutAsync("certificates/back", Bytes("two"), Token);
        await connection.WriteAsync(names[0], earlier[0]!);
        await connection.WriteAsync(names[1], RecordIndex.With(await connection.ReadAsync(names[1]), "secrets/certificates/gone", null)!);
        var told = new List<string>();
        store.Secrets.Changed += told.AddRange;

        await store.Secrets.ResetAsync();

        Assert.Equal(["certificates/back", "certificates/gone"], told.Order(StringComparer.Ordinal));
        Assert.Equal([1u, 1u, 0u], new[] { "same", "back", "gone" }.Select(name => store.Secrets.NewestVersion($"certificates/{name}")));
    }

    [Fact]
    public async Task Nothing_in_Redis_holds_a_secret_or_a_key_in_clear()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        var secret = RandomNumberGenerator.GetBytes(48);
        await store.Secrets.PutAsync("certificates/shop", secret, Token);
        var master = Convert.FromHexString((await File.ReadAllTextAsync(Path.Combine(host.Options.DataDirectory, "master.key"), Token)).Trim());

        await using var connection = await ConnectionMultiplexer.ConnectAsync(host.Server!.ConnectionString);
        var values = new List<byte[]>();
        await foreach (var key in connection.GetServers()[0].KeysAsync())
        {
            values.Add((byte[])(await connection.GetDatabase().StringGetAsync(key))!);
        }

        Assert.True(values.Count > 3);
        Assert.All(values, value => Assert.True(value.AsSpan().IndexOf(secret) < 0 && value.AsSpan().IndexOf(master) < 0));
    }

    [Fact]
    public async Task A_secret_that_was_moved_under_another_name_does_not_open()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await store.Secrets.PutAsync("mine", Bytes("one"), Token);
        await store.Secrets.PutAsync("yours", Bytes("two"), Token);
        await using var connection = await host.ConnectAsync(step: null);
        var raw = await connection.ReadAsync(StoreNames.Record("secrets/yours"));
        await connection.Begin().Write(StoreNames.Record("secrets/mine"), raw).ExecuteAsync();

        await Assert.ThrowsAsync<CryptographicException>(() => store.Secrets.GetAsync("mine", 0, Token));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Text(FrontDesk.ControlPlane.Records.Secret? secret) => secret is null ? null : Encoding.UTF8.GetString(secret.Value);
}
