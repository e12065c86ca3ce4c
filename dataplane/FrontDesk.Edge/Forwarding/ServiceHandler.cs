using System.Net;
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
        EndpointScheme.Http or EndpointScheme.Unix => new HttpMessageInvoker(CreateHttp1(identity), disposeHandler: true),
        EndpointScheme.Https => new HttpMessageInvoker(new AlpnHandler(identity), disposeHandler: true),
        _ => new ServiceInvoker(CreateHttp2(identity)),
    };

    private static Http1Handler CreateHttp1(ConnectionIdentity identity) =>
        new(new Http1Connector(identity.Host, identity.Port, null, identity.ConnectTimeout), identity.IdleTimeout, Http1Limits.Standard, TimeProvider.System);

    /// <summary>Makes the handler that speaks HTTP/2.</summary>
    internal static SocketsHttpHandler CreateHttp2(ConnectionIdentity identity) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        // We write traceparent ourselves.
        ActivityHeadersPropagator = null,
        ConnectTimeout = identity.ConnectTimeout,
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
