using System.Text;
using FrontDesk.Edge.Credentials;

namespace FrontDesk.Edge.Tests.Credentials;

public sealed class BasicCredentialsTests
{
    [Theory]
    [InlineData("ann:secret password", "ann", "secret password")]
    [InlineData("ann:with:colons:", "ann", "with:colons:")]
    [InlineData("ann:pässwörd", "ann", "pässwörd")]
    public void Name_and_password_are_read(string text, string name, string password) => Assert.Equal((name, password), Read("Basic " + Encoded(text)));

    [Theory]
    [InlineData("basic")]
    [InlineData("BASIC")]
    public void The_scheme_is_known_in_any_case(string scheme) => Assert.Equal(("ann", "x"), Read($"{scheme} {Encoded("ann:x")}"));

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Bearer YW5uOng=")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YW5uOng=, Basic YW5uOng=")]
    [InlineData("Basic Ã¤")]
    public void What_is_no_such_header_is_refused(string header) => Assert.Null(Read(header));

    [Theory]
    [InlineData("no colon")]
    [InlineData(":no name")]
    [InlineData("no password:")]
    [InlineData("ann:a\nb")]
    [InlineData("ann:a\0b")]
    [InlineData("änn:x")]
    public void What_could_be_nobodys_is_refused(string text) => Assert.Null(Read("Basic " + Encoded(text)));

    [Fact]
    public void A_password_of_which_bcrypt_would_not_read_the_end_is_refused()
    {
        Assert.NotNull(Read("Basic " + Encoded("ann:" + new string('x', 72))));
        Assert.Null(Read("Basic " + Encoded("ann:" + new string('x', 73))));
        Assert.Null(Read("Basic " + Encoded("ann:" + new string('x', 100_000))));
        Assert.NotNull(Read("Basic " + Encoded(new string('a', 64) + ":" + new string('x', 72))));
    }

    [Fact]
    public void What_is_no_UTF_8_is_refused() => Assert.Null(Read("Basic " + Convert.ToBase64String([(byte)'a', (byte)':', 0xFF, 0xFE])));

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static (string, string)? Read(string header)
    {
        Span<byte> buffer = stackalloc byte[BasicCredentials.Longest + 2];
        return BasicCredentials.TryRead(header, buffer, out var name, out var password) ? (Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(password)) : null;
    }
}
