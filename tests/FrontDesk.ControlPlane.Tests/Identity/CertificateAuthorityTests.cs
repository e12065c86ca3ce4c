using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.ControlPlane.Identity;

namespace FrontDesk.ControlPlane.Tests.Identity;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CertificateAuthority _authority;

    public CertificateAuthorityTests() => _authority = new CertificateAuthority(CertificateAuthority.CreateSelfSigned(_time), _time);

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void The_authority_lasts_ten_years_and_is_named_by_its_fingerprint()
    {
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_authority.Certificate.RawData)), _authority.Fingerprint);
        Assert.False(_authority.Certificate.HasPrivateKey);
        Assert.Equal(3650, (_authority.Certificate.NotAfter.ToUniversalTime() - _time.GetUtcNow()).TotalDays, 1.0);
    }

    [Fact]
    public void A_control_planes_certificate_names_its_hosts_and_says_that_it_is_one()
    {
        using var certificate = _authority.IssueServer(["localhost", "desk.example.com"], [IPAddress.Loopback, IPAddress.IPv6Loopback]);

        Assert.Contains("frontdesk:control-plane", SubjectUris.Of(certificate));
        Assert.True(certificate.MatchesHostname("desk.example.com"));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
        Assert.True(certificate.MatchesHostname("::1"));
        Assert.True(Verifies(certificate));
        Assert.Null(NodeNames.NodeOf(certificate));
    }

    [Fact]
    public void A_sites_certificate_names_its_hosts_and_can_play_nobody_else()
    {
        using var certificate = _authority.IssueSite(["shop.example.com", "*.dev.test"]);

        Assert.True(certificate.MatchesHostname("shop.example.com"));
        Assert.True(certificate.MatchesHostname("a.dev.test"));
        Assert.Empty(SubjectUris.Of(certificate));
        Assert.True(certificate.HasPrivateKey);
        Assert.True(Verifies(certificate));
        Assert.Equal(90, (certificate.NotAfter.ToUniversalTime() - _time.GetUtcNow()).TotalDays, 0.1);
    }

    [Fact]
    public void A_nodes_certificate_is_good_for_a_day()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = _authority.IssueNode(new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest(), "e1");

        Assert.Equal("e1", NodeNames.NodeOf(certificate));
        Assert.Equal(24, (certificate.NotAfter.ToUniversalTime() - _time.GetUtcNow()).TotalHours, 0.1);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x30, 0x03, 0x02, 0x01, 0x01 })]
    public void A_malformed_request_is_refused(byte[] request) =>
        Assert.ThrowsAny<CryptographicException>(() => _authority.IssueNode(request, "e1"));

    [Theory]
    [InlineData("e1", true)]
    [InlineData("eu-1.example_2", true)]
    [InlineData("", false)]
    [InlineData("-e", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void A_nodes_name_is_spelled_like_a_resources(string name, bool valid) => Assert.Equal(valid, NodeNames.IsValid(name));

    private bool Verifies(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return chain.Build(certificate);
    }
}
