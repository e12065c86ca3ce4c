using System.Security.Cryptography.X509Certificates;
using System.Text;
using FrontDesk.ControlPlane.Records;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Where the authority is kept: one secret, made by whichever control plane starts first.</summary>
internal static class AuthoritySecret
{
    private const string Name = "system/authority";

    /// <summary>The authority of this store; made now where there is none.</summary>
    public static async Task<CertificateAuthority> OpenAsync(SecretStore secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var secret = await secrets.GetOrCreateAsync(Name, () => Create(time), cancellationToken);
        var pem = Encoding.ASCII.GetString(secret.Value);
        return new CertificateAuthority(X509Certificate2.CreateFromPem(pem, pem), time);
    }

    private static byte[] Create(TimeProvider time)
    {
        using var authority = CertificateAuthority.CreateSelfSigned(time);
        using var key = authority.GetECDsaPrivateKey()!;
        return Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
