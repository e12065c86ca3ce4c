using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;

namespace FrontDesk.Edge.Tests.Identity;

public sealed class JoinTokenTests
{
    private const string Fingerprint = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public void A_token_tells_the_authoritys_fingerprint()
    {
        var token = JoinToken.Parse("fdj_0123456789abcdef_secret_" + Fingerprint);

        Assert.Equal(Convert.FromHexString(Fingerprint), token.Fingerprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fdo_0123456789abcdef_secret")]
    [InlineData("fdj_0123_secret_" + Fingerprint)]
    [InlineData("fdj_0123456789abcdef_secret_0011")]
    [InlineData("fdj_0123456789abcdef_secret_zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public void What_is_no_token_is_refused_without_repeating_it(string text)
    {
        var refused = Assert.Throws<EdgeStartException>(() => JoinToken.Parse(text));

        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_never_prints_its_secret()
        => Assert.DoesNotContain("secret", JoinToken.Parse("fdj_0123456789abcdef_secret_" + Fingerprint).ToString(), StringComparison.Ordinal);
}
