using System.Security.Cryptography;
using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;
using FrontDesk.Testing.Files;

namespace FrontDesk.ControlPlane.Tests.Keys;

public sealed class MasterKeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_was_sealed_opens_under_the_same_name_version_and_key_only()
    {
        var key = new MasterKey(RandomNumberGenerator.GetBytes(32));
        var clear = RandomNumberGenerator.GetBytes(100);
        var box = key.Seal("a", 7, clear);

        Assert.Equal(clear, key.Open("a", 7, box));
        Assert.Throws<CryptographicException>(() => key.Open("b", 7, box));
        Assert.Throws<CryptographicException>(() => key.Open("a", 8, box));
        Assert.Throws<CryptographicException>(() => key.Open("a", 7, box.AsSpan(0, 20)));
        var other = Assert.Throws<CryptographicException>(() => new MasterKey(RandomNumberGenerator.GetBytes(32)).Open("a", 7, box));
        Assert.Contains(key.Id, other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_changed_byte_opens()
    {
        var key = new MasterKey(RandomNumberGenerator.GetBytes(32));
        var box = key.Seal("a", 1, "secret"u8);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.Throws<CryptographicException>(() => key.Open("a", 1, changed));
        }
    }

    [Fact]
    public async Task A_new_key_file_is_for_its_owner_only_and_reads_back()
    {
        using var directory = new TempDirectory();
        var made = await MasterKeyFile.CreateAsync(directory["keys/master.key"], Token);

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(directory["keys/master.key"]) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.False(MasterKeyFile.IsReadableByOthers(directory["keys/master.key"]));
        Assert.Equal(made.Id, (await MasterKeyFile.ReadAsync(directory["keys/master.key"], Token))!.Id);
        await Assert.ThrowsAsync<IOException>(() => MasterKeyFile.CreateAsync(directory["keys/master.key"], Token));
    }

    [Fact]
    public async Task A_key_file_that_holds_no_key_is_refused_with_a_sentence()
    {
        using var directory = new TempDirectory();
        var path = directory.Write("master.key", "not a key");

        var refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => MasterKeyFile.ReadAsync(path, Token));
        Assert.Equal($"{path} holds no master key: it must be 64 hexadecimal digits and nothing else", refusal.Message);
    }

    [Theory, InlineData(StoreHost.Embedded), InlineData(StoreHost.Redis)]
    public async Task A_control_plane_with_another_master_key_or_none_is_refused_with_a_sentence(string kind)
    {
        await using var host = await StoreHost.StartAsync(kind);
        await using (await host.OpenAsync())
        {
            // Made the store's keys.
        }

        var other = Path.Combine(host.Directory, "other.key");
        await MasterKeyFile.CreateAsync(other, Token);
        var wrong = await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync(options => options with { MasterKeyFile = other }));
        var missing = await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync(options => options with { MasterKeyFile = other + ".lost" }));

        Assert.Contains("was made with the master key", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("--master-key-file", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("is missing", missing.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(other + ".lost"));
    }
}
