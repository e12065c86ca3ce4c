using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Edge.Forwarding;

/// <summary>How TLS is spoken to services: 1.2 or 1.3, the certificate checked for the endpoint's own name; not for the request's Host, which is the client's.</summary>
internal static class ServiceTls
{
    /// <summary>Offers HTTP/2 before HTTP/1.1.</summary>
    public static readonly SslApplicationProtocol[] Either = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Offers HTTP/1.1 alone.</summary>
    public static readonly SslApplicationProtocol[] Http1 = [SslApplicationProtocol.Http11];

    /// <summary>Offers HTTP/2 alone.</summary>
    public static readonly SslApplicationProtocol[] Http2 = [SslApplicationProtocol.Http2];

    /// <summary>The options for an endpoint.</summary>
    /// <param name="host">Its name, asked for and checked.</param>
    /// <param name="protocols">What is offered by ALPN (RFC 7301).</param>
    /// <param name="trust">Whom to trust; null for those whom the host's operating system trusts.</param>
    public static SslClientAuthenticationOptions Options(string host, SslApplicationProtocol[] protocols, X509ChainPolicy? trust) => new()
    {
        TargetHost = host,
        ApplicationProtocols = [.. protocols],
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = trust,
    };
}
