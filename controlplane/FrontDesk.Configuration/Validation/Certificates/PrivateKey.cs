using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Configuration.Validation.Certificates;

/// <summary>A private key of a kind that the edges can use.</summary>
internal sealed class PrivateKey : IDisposable
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 16384;

    private readonly AsymmetricAlgorithm _key;

    private PrivateKey(AsymmetricAlgorithm key) => _key = key;

    /// <summary>Reads PEM; null, with the reason, for what is no such key.</summary>
    public static PrivateKey? Read(string pem, out string reason)
    {
        reason = "This holds no private key that can be read.";
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            reason = "The private key is encrypted.";
            return null;
        }

        if (Import(RSA.Create(), key => key.ImportFromPem(pem)) is { } rsa)
        {
            reason = $"An RSA key has {MinRsaBits} to {MaxRsaBits} bits, this one has {rsa.KeySize}.";
            return Keep(rsa, rsa.KeySize is >= MinRsaBits and <= MaxRsaBits);
        }

        if (Import(ECDsa.Create(), key => key.ImportFromPem(pem)) is { } ecdsa)
        {
            reason = "The key's curve is not P-256, P-384 or P-521.";
            return Keep(ecdsa, ecdsa.ExportParameters(false).Curve.Oid.Value is "1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35");
        }

        return null;
    }

    /// <summary>Whether the certificate is for this key.</summary>
    public bool Matches(X509Certificate2 certificate) =>
        _key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static PrivateKey? Keep(AsymmetricAlgorithm key, bool isGood)
    {
        if (isGood)
        {
            return new PrivateKey(key);
        }

        key.Dispose();
        return null;
    }

    /// <summary>The key where the PEM holds one of its kind; null otherwise. A public key alone is none.</summary>
    private static TKey? Import<TKey>(TKey key, Action<TKey> import)
        where TKey : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            _ = key.ExportPkcs8PrivateKey();
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }
}
