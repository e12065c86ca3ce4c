using System.Net;
using System.Net.Security;
using System.Text;
using FrontDesk.Edge.Forwarding.Http1;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Makes the handlers that speak to services: they pass on and do nothing else.</summary>
internal static class ServiceHandler
{
    /// <summary>Makes the handler for an identity.</summary>
    public static HttpMessageInvoker Create(ConnectionIdentity identity) => identity.Scheme switch
    {
        EndpointScheme.Http or EndpointScheme.Unix => new HttpMessageInvoker(CreateHttp1(identity, null), disposeHandler: true),
        EndpointScheme.Https => new HttpMessageInvoker(new AlpnHandler(identity), disposeHandler: true),
        _ => new ServiceInvoker(CreateHttp2(identity, null)),
    };

    /// <summary>Makes the handler that speaks HTTP/1.1: our own.</summary>
    /// <param name="identity">Whose connections.</param>
    /// <param name="tls">How TLS is spoken; null for none.</param>
    internal static Http1Handler CreateHttp1(ConnectionIdentity identity, SslClientAuthenticationOptions? tls) =>
        new(new ServiceConnector(identity.Target, tls, identity.ConnectTimeout), identity.IdleTimeout, Http1Limits.Standard, TimeProvider.System);

    /// <summary>Makes the handler that speaks HTTP/2.</summary>
    /// <param name="identity">Whose connections.</param>
    /// <param name="tls">How TLS is spoken; null for none.</param>
    internal static SocketsHttpHandler CreateHttp2(ConnectionIdentity identity, SslClientAuthenticationOptions? tls)
    {
        // The handler's own time limit is the first to be over, and tells that it was one.
        var connector = new ServiceConnector(identity.Target, tls, identity.ConnectTimeout * 2);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            // We write traceparent ourselves.
            ActivityHeadersPropagator = null,
            ConnectTimeout = identity.ConnectTimeout,
            // To one address. Left to itself the handler would check the certificate for the request's Host, which is the client's.
            ConnectCallback = (_, cancellation) => connector.ConnectAsync(cancellation),
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = Http1Limits.Standard.Lifetime,
            PooledConnectionIdleTimeout = identity.IdleTimeout,
            // An HTTP/2 connection that died silently is noticed before requests wait for it.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            // Header values are passed on byte by byte, whatever encoding they are in.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        };
    }
}
