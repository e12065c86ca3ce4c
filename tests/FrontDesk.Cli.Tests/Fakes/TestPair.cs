using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>A certificate with its key, as PEM, good at the tests' time.</summary>
internal sealed record TestPair(string Chain, string Key)
{
    /// <summary>Makes one for these names.</summary>
    public static TestPair Create(params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        var now = new ImpatientTime().GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(60));
        return new TestPair(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
