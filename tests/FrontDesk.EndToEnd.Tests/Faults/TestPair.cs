using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>A certificate with its key, made by nobody in particular.</summary>
internal sealed class TestPair : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private TestPair(string name, TimeSpan ends, string? uri)
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (uri is not null)
        {
            names.AddUri(new Uri(uri));
        }

        request.CertificateExtensions.Add(names.Build());
        Certificate = request.CreateSelfSigned(now.AddDays(-60), now + ends);
    }

    /// <summary>The certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate as PEM.</summary>
    public string Chain => Certificate.ExportCertificatePem() + "\n";

    /// <summary>The key as PEM.</summary>
    public string Key => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Makes a pair.</summary>
    /// <param name="name">The only host name.</param>
    /// <param name="ends">When it ends, from now; negative for one that has ended.</param>
    /// <param name="uri">A URI that it names too.</param>
    public static TestPair Create(string name, TimeSpan ends, string? uri = null) => new(name, ends, uri);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
