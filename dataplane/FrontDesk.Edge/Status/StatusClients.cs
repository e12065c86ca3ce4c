using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Status;

/// <summary>Clients of the status address that need no token: those with a certificate of some authorities, which the operator names.</summary>
internal sealed class StatusClients
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection _authorities;

    private StatusClients(X509Certificate2Collection authorities) => _authorities = authorities;

    /// <summary>Reads the authorities.</summary>
    /// <exception cref="EdgeStartException">The file cannot be read or holds no certificate.</exception>
    public static StatusClients Load(string path)
    {
        X509Certificate2Collection authorities = [];
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new EdgeStartException($"The file {path} of --status-client-ca cannot be read: {e.Message}", e);
        }

        return authorities.Count > 0 ? new StatusClients(authorities) : throw new EdgeStartException($"The file {path} of --status-client-ca holds no certificate (PEM).");
    }

    /// <summary>Whether a certificate was issued by one of the authorities for a client, and is valid now.</summary>
    public bool Admit(X509Certificate certificate)
    {
        using X509Certificate2 client = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ClientAuthentication);
        return chain.Build(client);
    }
}
