using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Certificates;

namespace FrontDesk.Edge.Tls;

/// <summary>
/// A certificate with its key, as this edge has it. What handshakes need costs milliseconds and is made at the first handshake; it is kept for
/// the certificate's life here, because sessions can only be resumed with the context that they began with.
/// </summary>
internal sealed class CertificateState
{
    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly CertificateSecret? _secret;
    private readonly Lazy<SslServerAuthenticationOptions?> _handshake;
    private readonly Lazy<CertificateInspection> _inspection;

    /// <summary>Keeps what is needed; loads nothing yet.</summary>
    public CertificateState(CertificateModel model, CertificateSecret? secret)
    {
        Model = model;
        _secret = secret;
        _handshake = new Lazy<SslServerAuthenticationOptions?>(LoadHandshake);
        _inspection = new Lazy<CertificateInspection>(Inspect);
    }

    /// <summary>What was configured.</summary>
    public CertificateModel Model { get; }

    /// <summary>What a look at the certificate told. The first look costs about half a millisecond.</summary>
    public CertificateInspection Inspection => _inspection.Value;

    /// <summary>Whether it was looked at.</summary>
    public bool IsInspected => _inspection.IsValueCreated;

    /// <summary>What handshakes use; null where the certificate cannot be shown.</summary>
    public SslServerAuthenticationOptions? Handshake => _handshake.Value;

    private SslServerAuthenticationOptions? LoadHandshake()
    {
        if (Inspection.Problem is not null)
        {
            return null;
        }

        X509Certificate2 certificate = Load();
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(_secret!.Chain.ToStringUtf8());
        chain[0].Dispose();
        chain.RemoveAt(0);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = Protocols,
            AllowRenegotiation = false,
        };
    }

    private CertificateInspection Inspect()
    {
        if (_secret is null)
        {
            return new CertificateInspection("The certificate is not here yet: it is still being issued, or could not be fetched.", null);
        }

        try
        {
            using X509Certificate2 certificate = Load();
            return new CertificateInspection(null, certificate.NotAfter.ToUniversalTime());
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return new CertificateInspection($"The certificate cannot be loaded: {e.Message}", null);
        }
    }

    private X509Certificate2 Load() => X509Certificate2.CreateFromPem(_secret!.Chain.ToStringUtf8(), _secret.Key.ToStringUtf8());
}
