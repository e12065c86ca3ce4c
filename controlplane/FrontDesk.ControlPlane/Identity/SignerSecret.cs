using System.Security.Cryptography.X509Certificates;
using System.Text;
using FrontDesk.ControlPlane.Records;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Where the key that heads are signed with is kept: one secret, made by whichever control plane starts first. Redis holds it encrypted only.</summary>
internal static class SignerSecret
{
    private const string Name = "system/signer";

    /// <summary>The signer's certificate with its key; made now where there is none.</summary>
    public static async Task<X509Certificate2> OpenAsync(SecretStore secrets, CertificateAuthority authority, CancellationToken cancellationToken)
    {
        var secret = await secrets.GetOrCreateAsync(Name, () => Create(authority), cancellationToken);
        var pem = Encoding.ASCII.GetString(secret.Value);
        return X509Certificate2.CreateFromPem(pem, pem);
    }

    private static byte[] Create(CertificateAuthority authority)
    {
        using var signer = authority.IssueSigner();
        using var key = signer.GetECDsaPrivateKey()!;
        return Encoding.ASCII.GetBytes(signer.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
