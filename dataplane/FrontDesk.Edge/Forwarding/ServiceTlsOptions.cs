using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Edge.Forwarding;

/// <summary>How TLS is spoken to endpoints: 1.2 or 1.3, their own name asked for and checked; not the Host of a request, which is the client's.</summary>
internal static class ServiceTlsOptions
{
    /// <summary>Makes the options for connections of an identity.</summary>
    /// <param name="identity">Whose connections.</param>
    /// <param name="protocols">What may be spoken (ALPN, RFC 7301), the best first.</param>
    public static SslClientAuthenticationOptions Create(ConnectionIdentity identity, List<SslApplicationProtocol> protocols)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = identity.Tls?.ServerName ?? identity.Host,
            ApplicationProtocols = protocols,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (identity.Tls?.Ca is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(authorities);
            options.CertificateChainPolicy = policy;
        }

        if (identity.Tls is { SkipsVerification: true })
        {
            // Asked for by its name, and warned of by the validator.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }

        return options;
    }
}
