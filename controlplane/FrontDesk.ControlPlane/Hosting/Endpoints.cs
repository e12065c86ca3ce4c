using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using FrontDesk.ControlPlane.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>The two ports: HTTP/2 over TLS 1.2 or 1.3, with the control plane's own certificate.</summary>
internal static class Endpoints
{
    // Streams end by their own rules; these bound what comes before there is a call.
    private const int MaxConnections = 20_000;

    /// <summary>Sets the ports up.</summary>
    public static void Configure(KestrelServerOptions kestrel, ControlPlaneOptions options, ServerCertificate certificate, CertificateAuthority authority)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = null; // Applies are streams, bounded where they are read.
        kestrel.Limits.MinRequestBodyDataRate = null; // An edge's stream may be silent between beats.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        Listen(options.Listen, Door.Operators, _ => new SslServerAuthenticationOptions());
        Listen(options.EdgeListen, Door.Edges, _ => new SslServerAuthenticationOptions
        {
            // Asked for, but checked per call (see NodeAuthentication): enrolment has none yet.
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            CertificateChainPolicy = NodeAuthentication.ChainPolicy(authority.Certificate),
        });

        void Listen(IPEndPoint at, Door door, Func<Door, SslServerAuthenticationOptions> tls) => kestrel.Listen(at, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            Gate.Mark(listen, door);
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ =>
                {
                    var chosen = tls(door);
                    chosen.ServerCertificateContext = certificate.Current;
                    chosen.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                    chosen.ApplicationProtocols = [SslApplicationProtocol.Http2];
                    return ValueTask.FromResult(chosen);
                },
            });
        });
    }
}
