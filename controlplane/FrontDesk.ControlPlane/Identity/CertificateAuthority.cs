using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// The fleet's own authority. It issues four kinds of certificates that cannot stand in for one another: a node's (client only, with the
/// node's URI), a control plane's (server only, with the control planes' URI), a site's (server only, without a URI), and that of the key
/// that heads are signed with (signing only, with a URI of its own).
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>How long the authority's own certificate is good for.</summary>
    public static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>How long a node's certificate is good for; the edge renews it at two thirds.</summary>
    public static readonly TimeSpan NodeLifetime = TimeSpan.FromHours(24);

    /// <summary>How long a control plane's certificate is good for.</summary>
    public static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(30);

    /// <summary>How long a site's certificate is good for.</summary>
    public static readonly TimeSpan SiteLifetime = TimeSpan.FromDays(90);

    // Certificates begin so long before now: the clock here may be an hour fast and that of an edge, an operator or another control plane an hour slow.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(3);
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;

    /// <summary>Takes over the authority's certificate, which has its private key.</summary>
    public CertificateAuthority(X509Certificate2 authority, TimeProvider time)
    {
        _authority = authority;
        _time = time;
        Certificate = X509CertificateLoader.LoadCertificate(authority.RawData);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(authority.RawData));
    }

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>SHA-256 of the certificate's DER: 64 hexadecimal digits, lower case.</summary>
    public string Fingerprint { get; }

    /// <summary>A new authority's certificate, with its private key: ECDSA P-256.</summary>
    public static X509Certificate2 CreateSelfSigned(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Front Desk authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now - ClockTolerance, now + AuthorityLifetime);
    }

    /// <summary>A node's certificate for the key of a request.</summary>
    /// <param name="signingRequest">PKCS #10, DER; only its key counts.</param>
    /// <param name="node">The node's name.</param>
    /// <exception cref="CryptographicException">The request is malformed, not signed by its key, or not of an ECDSA P-256 key.</exception>
    public X509Certificate2 IssueNode(byte[] signingRequest, string node)
    {
        var asked = CertificateRequest.LoadSigningRequest(signingRequest, HashAlgorithmName.SHA256);
        using var key = asked.PublicKey.GetECDsaPublicKey();
        if (key is null || key.ExportParameters(false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            throw new CryptographicException("The key is not ECDSA P-256.");
        }

        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(NodeNames.NodeUri(node)));
        return Sign(Request(node, asked.PublicKey, names, ClientAuthentication), NodeLifetime);
    }

    /// <summary>A control plane's certificate, with its key.</summary>
    public X509Certificate2 IssueServer(IReadOnlyCollection<string> hosts, IReadOnlyCollection<IPAddress> addresses)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            names.AddDnsName(host);
        }

        foreach (var address in addresses)
        {
            names.AddIpAddress(address);
        }

        names.AddUri(new Uri(NodeNames.ControlPlaneUri));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(Request("Front Desk control plane", new PublicKey(key), names, ServerAuthentication), ServerLifetime);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A site's certificate, with its key.</summary>
    public X509Certificate2 IssueSite(IReadOnlyCollection<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            names.AddDnsName(host);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(Request(hosts.First(), new PublicKey(key), names, ServerAuthentication), SiteLifetime);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>The certificate of a key that heads are signed with, with the key; good as long as the authority is.</summary>
    public X509Certificate2 IssueSigner()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(NodeNames.SignerUri));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var lifetime = new DateTimeOffset(_authority.NotAfter.ToUniversalTime()) - _time.GetUtcNow();
        using var certificate = Sign(Request("Front Desk signer", new PublicKey(key), names, CodeSigning), lifetime);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        Certificate.Dispose();
    }

    private CertificateRequest Request(string subject, PublicKey key, SubjectAlternativeNameBuilder names, string usage)
    {
        var distinguished = new X500DistinguishedNameBuilder();
        distinguished.AddCommonName(subject.Length <= 64 ? subject : subject[..64]); // RFC 5280, ub-common-name
        var request = new CertificateRequest(distinguished.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        return request;
    }

    private X509Certificate2 Sign(CertificateRequest request, TimeSpan lifetime)
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40); // positive, and without leading zeros
        var now = _time.GetUtcNow();

        // Nothing may begin before its authority, which another control plane may have made by a clock that is ahead of ours.
        var (begins, authorityBegins) = (now - ClockTolerance, new DateTimeOffset(_authority.NotBefore.ToUniversalTime()));
        return request.Create(_authority, begins > authorityBegins ? begins : authorityBegins, now + lifetime, serial);
    }
}
