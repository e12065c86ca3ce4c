using System.Net;
using System.Text;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Makes the handlers that speak to services: they pass on and do nothing else.</summary>
internal static class ServiceHandler
{
    /// <summary>After this a connection takes no further request, so that a name's new addresses are found.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a connection is kept without a request. Below the keep-alive of common servers would be better, but theirs differ from 2 s to 2 min.</summary>
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(60);

    /// <summary>Makes the handler for an identity.</summary>
    public static SocketsHttpHandler Create(ConnectionIdentity identity)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            // We write traceparent ourselves.
            ActivityHeadersPropagator = null,
            ConnectTimeout = identity.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = Lifetime,
            PooledConnectionIdleTimeout = IdleLifetime,
            // An HTTP/2 connection that died silently is noticed before requests wait for it.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            // Header values are passed on byte by byte, whatever encoding they are in.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        };
        if (identity.Socket is { } path)
        {
            handler.ConnectCallback = (_, cancellationToken) => ServiceConnect.UnixAsync(path, cancellationToken);
        }
        else if (identity.IsTls)
        {
            handler.ConnectCallback = ServiceConnect.TlsAsync;
        }

        return handler;
    }
}
