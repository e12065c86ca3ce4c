using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Cli.Connection;

/// <summary>What certifies the control plane. Neither part: what the machine trusts.</summary>
/// <param name="Certificate">The authority's certificate; null where only its fingerprint is known, or nothing.</param>
/// <param name="Fingerprint">The SHA-256 of the authority's certificate (DER), 64 hexadecimal digits in lower case; null where the certificate itself is known.</param>
internal sealed record TrustAnchor(X509Certificate2? Certificate, string? Fingerprint)
{
    /// <summary>A PEM certificate that was stored; null: what the machine trusts.</summary>
    public static TrustAnchor Of(string? pem) => new(pem is { Length: > 0 } ? X509Certificate2.CreateFromPem(pem) : null, null);

    /// <summary>A file with a PEM certificate, or a fingerprint (with or without colons or `sha256:`).</summary>
    public static TrustAnchor Read(Shell shell, string named)
    {
        var digits = (named.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase) ? named[7..] : named).Replace(":", "", StringComparison.Ordinal);
        if (digits.Length == 64 && digits.All(char.IsAsciiHexDigit))
        {
            return new TrustAnchor(null, digits.ToLowerInvariant());
        }

        try
        {
            return new TrustAnchor(X509Certificate2.CreateFromPem(BoundedFile.ReadText(shell.Resolve(named), 64 * 1024)), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandFailure(
                ExitCode.Error,
                $"the authority '{named}' cannot be read: {e.Message}",
                "FRONTDESK_CA (or --ca) is a file with the authority's certificate in PEM form (the control plane writes DIR/ca.crt), or its SHA-256 fingerprint");
        }
    }
}
