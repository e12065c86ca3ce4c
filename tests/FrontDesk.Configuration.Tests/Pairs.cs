using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Configuration.Tests;

/// <summary>Certificates and keys for documents, which name them as variables: `${SHOP_CERT}`.</summary>
internal static class Pairs
{
    private static readonly ECDsa ShopKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly Dictionary<string, string> Texts = Make();

    /// <summary>The PEM text of a variable; null for any other name.</summary>
    public static string? Variable(string name) => Texts.GetValueOrDefault(name);

    private static Dictionary<string, string> Make()
    {
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var oddKey = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using var rsaKey = RSA.Create(2048);
        using var smallKey = RSA.Create(1024);
        var rsa = new CertificateRequest("CN=shop", rsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var shop = Certificate(ShopKey, -30, 60, "shop.example.com", "*.api.example.com");
        return new()
        {
            ["SHOP_CERT"] = shop,
            ["SHOP_KEY"] = ShopKey.ExportPkcs8PrivateKeyPem(),
            ["OLD_FORM_KEY"] = ShopKey.ExportECPrivateKeyPem(),
            ["EXPIRED_CERT"] = Certificate(ShopKey, -90, -1, "shop.example.com"),
            ["FUTURE_CERT"] = Certificate(ShopKey, 2, 60, "shop.example.com"),
            ["NAMELESS_CERT"] = Certificate(ShopKey, -30, 60),
            ["DISORDERED_CERT"] = shop + Certificate(otherKey, -30, 60, "other.example.com"),
            ["RSA_CERT"] = rsa.CreateSelfSigned(Desk.Now.AddDays(-30), Desk.Now.AddDays(60)).ExportCertificatePem() + "\n",
            ["RSA_KEY"] = rsaKey.ExportRSAPrivateKeyPem(),
            ["OTHER_KEY"] = otherKey.ExportPkcs8PrivateKeyPem(),
            ["ODD_KEY"] = oddKey.ExportPkcs8PrivateKeyPem(),
            ["SMALL_KEY"] = smallKey.ExportPkcs8PrivateKeyPem(),
            ["PUBLIC_KEY"] = ShopKey.ExportSubjectPublicKeyInfoPem(),
            ["ENCRYPTED_KEY"] = ShopKey.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)),
            ["NO_PEM"] = "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n",
            ["LONG_PEM"] = shop + new string('\n', 64 * 1024),
        };
    }

    private static string Certificate(ECDsa key, int fromDay, int toDay, params string[] names)
    {
        var request = new CertificateRequest($"CN={(names.Length == 0 ? "none" : names[0])}", key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            var builder = new SubjectAlternativeNameBuilder();
            Array.ForEach(names, builder.AddDnsName);
            request.CertificateExtensions.Add(builder.Build());
        }

        using var certificate = request.CreateSelfSigned(Desk.Now.AddDays(fromDay), Desk.Now.AddDays(toDay));
        return certificate.ExportCertificatePem() + "\n";
    }
}
