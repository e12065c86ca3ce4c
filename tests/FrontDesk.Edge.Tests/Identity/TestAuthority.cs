using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.Edge.Tests.Identity;

/// <summary>A certificate authority for tests: as the fleet's, and as that of sites.</summary>
internal sealed class TestAuthority
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddMinutes(-5);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(Start, Start.AddYears(10));
    }

    public X509Certificate2 Certificate { get; }

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Certificate.RawData));

    public string JoinToken => $"fdj_0123456789abcdef_{new string('5', 64)}_{Fingerprint}";

    /// <summary>A server's certificate with its key.</summary>
    public X509Certificate2 IssueServer(string? uri = "frontdesk:control-plane", params string[] names) => Issue("1.3.6.1.5.5.7.3.1", Start.AddDays(30), uri, names);

    /// <summary>A client's certificate with its key, as a monitoring system has one.</summary>
    public X509Certificate2 IssueClient() => Issue("1.3.6.1.5.5.7.3.2", Start.AddDays(30), null, []);

    private X509Certificate2 Issue(string usage, DateTimeOffset until, string? uri, string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName("localhost");
        Array.ForEach(names, alternatives.AddDnsName);
        if (uri is not null)
        {
            alternatives.AddUri(new Uri(uri));
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var signed = Sign(request, until);
        // Through PKCS #12: the server's TLS wants a key that is stored with the certificate on every platform.
        return X509CertificateLoader.LoadPkcs12(signed.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The certificate, with its key, of one that signs heads.</summary>
    public X509Certificate2 IssueSigner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddUri(new Uri("frontdesk:signer"));
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false));
        using var signed = Sign(request, Start.AddYears(9));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>A node's certificate for its request.</summary>
    public X509Certificate2 IssueNode(byte[] certificateRequest, string name, TimeSpan life, DateTimeOffset? start = null)
    {
        var request = CertificateRequest.LoadSigningRequest(certificateRequest, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddUri(new Uri("frontdesk:node/" + name));
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        var from = start ?? Start;
        return Sign(request, from + life, from);
    }

    /// <summary>A site's certificate and key as a secret.</summary>
    public CertificateSecret IssueSite(params string[] names) => IssueSite(TimeSpan.FromDays(30), names);

    /// <summary>The same, good for this long from now; negative: lapsed.</summary>
    public CertificateSecret IssueSite(TimeSpan left, params string[] names)
    {
        using var certificate = Issue("1.3.6.1.5.5.7.3.1", TimeProvider.System.GetUtcNow() + left, null, names);
        using var key = certificate.GetECDsaPrivateKey()!;
        using var exportable = ECDsa.Create();
        exportable.ImportEncryptedPkcs8PrivateKey("x", key.ExportEncryptedPkcs8PrivateKey("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)), out _);
        return new CertificateSecret
        {
            Chain = ByteString.CopyFrom(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            Key = ByteString.CopyFrom(Encoding.ASCII.GetBytes(exportable.ExportPkcs8PrivateKeyPem())),
        };
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset until, DateTimeOffset? from = null)
        => request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from ?? Start, until, RandomNumberGenerator.GetBytes(16));
}
