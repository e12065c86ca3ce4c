using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Testing.Files;

namespace FrontDesk.Edge.Tests.Identity;

public sealed class StateKeyTests : IDisposable
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("a private key");
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_sealed_opens_with_the_same_key_after_a_restart()
    {
        using var first = StateKey.Open(_directory["state.key"]);
        using var second = StateKey.Open(_directory["state.key"]);

        Assert.Equal(Plain, second.Unseal(first.Seal(Plain, "identity"), "identity"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_key_file_is_for_this_user_alone()
    {
        using var key = StateKey.Open(_directory["state.key"]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory["state.key"]));
    }

    [Fact]
    public void Nothing_opens_for_another_purpose_with_another_key_or_changed()
    {
        using var key = StateKey.Open(_directory["state.key"]);
        using var other = StateKey.Open(_directory["other.key"]);
        var text = key.Seal(Plain, "identity");

        Assert.ThrowsAny<CryptographicException>(() => key.Unseal(text, "secret/a/1"));
        Assert.ThrowsAny<CryptographicException>(() => other.Unseal(text, "identity"));
        for (var i = 0; i < text.Length; i++)
        {
            byte[] changed = [.. text];
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => key.Unseal(changed, "identity"));
            Assert.ThrowsAny<CryptographicException>(() => key.Unseal(text.AsSpan(0, i), "identity"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0011")]
    [InlineData("not hexadecimal")]
    public void A_file_that_holds_no_key_is_told(string content)
    {
        var path = _directory.Write("state.key", content);

        Assert.Contains(path, Assert.Throws<EdgeStartException>(() => StateKey.Open(path)).Message, StringComparison.Ordinal);
    }
}
