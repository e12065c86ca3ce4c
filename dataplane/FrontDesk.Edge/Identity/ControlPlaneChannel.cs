using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Identity;

/// <summary>Connections to a control plane. Each attempt has its own, so that none outlives the identity it was made with.</summary>
internal sealed class ControlPlaneChannel(TimeProvider clock)
{
    // A delta of many resources is one message; the control plane keeps its snapshots' chunks near 1 MiB.
    private const int MessageLimit = 256 * 1024 * 1024;

    /// <summary>Connects as a member of the fleet.</summary>
    public GrpcChannel ForNode(Uri address, NodeIdentity identity) => Open(
        address,
        certificate => ControlPlaneTrust.Objection(certificate, identity.Authority, clock.GetUtcNow()),
        identity.Certificate);

    /// <summary>Connects as a stranger that knows the authority.</summary>
    public GrpcChannel ForStranger(Uri address, X509Certificate2 authority) => Open(
        address,
        certificate => ControlPlaneTrust.Objection(certificate, authority, clock.GetUtcNow()));

    /// <summary>Connects to whoever answers, and tells the certificate that was shown. Nothing secret may be sent here.</summary>
    public static GrpcChannel ForAnyone(Uri address, Action<X509Certificate2> shown) => Open(
        address,
        certificate =>
        {
            shown(X509CertificateLoader.LoadCertificate(certificate.RawData));
            return null;
        });

    private static GrpcChannel Open(Uri address, Func<X509Certificate2, string?> objection, X509Certificate2? own = null)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                // The lambda decides alone: the platform knows nothing of the fleet's authority. It throws, so that the reason is told.
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 server
                    && (objection(server) is { } reason ? throw new AuthenticationException($"The server is not trusted: {reason}") : true),
                ClientCertificateContext = own is null ? null : SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true),
            },
        };
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MessageLimit,
            MaxRetryAttempts = 1,
        });
    }
}
