using System.Text;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Snapshots;

public sealed class SecretVaultTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Secrets_are_there_again_after_a_restart_in_their_newest_version()
    {
        Use(vault => vault.Keep([Secret("a", 1), Secret("b", 1)]));
        Use(vault => vault.Keep([Secret("a", 2)]));

        Use(vault =>
        {
            Assert.Equal(Secret("a", 2), vault.Find("a"));
            Assert.Equal(Secret("b", 1), vault.Find("b"));
            Assert.Equal(0u, vault.VersionOf("c"));
        });
    }

    [Fact]
    public void No_secret_lies_on_the_disk_in_plain()
    {
        Use(vault => vault.Keep([Secret("a", 1)]));

        var content = File.ReadAllBytes(FilePath);
        Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.ASCII.GetBytes("PRIVATE")));
        Assert.True(PrivateFiles.IsPrivate(FilePath));
    }

    [Fact]
    public void A_file_torn_at_any_byte_keeps_what_is_whole_and_takes_more()
    {
        Use(vault => vault.Keep([Secret("a", 1)]));
        var first = new FileInfo(FilePath).Length;
        Use(vault => vault.Keep([Secret("b", 1)]));
        var whole = File.ReadAllBytes(FilePath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);

            Use(vault =>
            {
                Assert.Equal(length >= first ? 1u : 0u, vault.VersionOf("a"));
                Assert.Equal(0u, vault.VersionOf("b"));
                vault.Keep([Secret("b", 2)]);
            });
            Use(vault => Assert.Equal(2u, vault.VersionOf("b")));
        }
    }

    [Fact]
    public void A_secret_under_another_state_key_is_fetched_again()
    {
        Use(vault => vault.Keep([Secret("a", 1)]));
        File.Delete(_data["state.key"]);

        Use(vault => Assert.Equal(0u, vault.VersionOf("a")));
    }

    [Fact]
    public void What_is_forgotten_leaves_the_disk()
    {
        Use(vault => vault.Keep([Secret("a", 1), Secret("b", 1)]));
        var before = new FileInfo(FilePath).Length;

        Use(vault => vault.Retain(new HashSet<string> { "b" }));

        Assert.InRange(new FileInfo(FilePath).Length, 1, before - 1);
        Use(vault => Assert.Equal((0u, 1u), (vault.VersionOf("a"), vault.VersionOf("b"))));
    }

    [Fact]
    public void Many_versions_of_one_secret_cost_the_space_of_few()
    {
        Use(vault =>
        {
            for (var version = 1u; version <= 100; version++)
            {
                vault.Keep([Secret("a", version)]);
            }
        });

        Assert.InRange(new FileInfo(FilePath).Length, 1, 5_000);
        Use(vault => Assert.Equal(100u, vault.VersionOf("a")));
    }

    private string FilePath => _data["configuration/secrets"];

    private static GetSecretsResponse Secret(string name, uint version) => new()
    {
        Secret = new SecretVersion { Secret = name, Version = version },
        Certificate = new CertificateSecret { Key = ByteString.CopyFromUtf8("PRIVATE") },
    };

    private void Use(Action<SecretVault> use)
    {
        using var directory = DataDirectory.Open(_data.Path);
        using var key = StateKey.Open(directory.Of("state.key"));
        use(new SecretVault(directory, new PhysicalDisk(), key, NullLogger<SecretVault>.Instance));
    }
}
