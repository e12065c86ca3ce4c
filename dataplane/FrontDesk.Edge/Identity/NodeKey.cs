using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Edge.Identity;

/// <summary>A node's key, made here; it never leaves the edge.</summary>
internal sealed class NodeKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Asks for a certificate: PKCS #10, DER. Who it will name is the control plane's word, so the subject says nothing.</summary>
    public byte[] CreateRequest() => new CertificateRequest("CN=frontdesk-edge", _key, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>Joins a certificate, DER, with this key.</summary>
    /// <exception cref="ArgumentException">The certificate is for another key.</exception>
    public X509Certificate2 Join(ReadOnlySpan<byte> certificate)
    {
        using X509Certificate2 alone = X509CertificateLoader.LoadCertificate(certificate);
        return alone.CopyWithPrivateKey(_key);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
