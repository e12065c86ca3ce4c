using FrontDesk.Routing.Certificates;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>How secrets and the certificates that they belong to are called.</summary>
internal static class SecretNames
{
    private static readonly string CertificatePrefix = CertificateModel.SecretOf("");

    /// <summary>The secret that holds a certificate and its key.</summary>
    public static string OfCertificate(string certificate) => CertificateModel.SecretOf(certificate);

    /// <summary>The certificate that a secret belongs to; null where it belongs to none.</summary>
    public static string? CertificateOf(string secret) =>
        secret.StartsWith(CertificatePrefix, StringComparison.Ordinal) ? secret[CertificatePrefix.Length..] : null;
}
