using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Connections that the handler does not make by itself in the way that we need: to one address, and checking the endpoint's own name.</summary>
internal sealed class ServiceConnect(ConnectionIdentity identity)
{
    private readonly SslClientAuthenticationOptions _http1 = ServiceTlsOptions.Create(identity, [SslApplicationProtocol.Http11]);
    private readonly SslClientAuthenticationOptions _http2 = ServiceTlsOptions.Create(identity, [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]);

    /// <summary>
    /// Connects, with TLS where the endpoint's URL says so, asking for and checking the endpoint's own name. Left to itself the handler would check for the request's
    /// Host, which is the client's.
    /// </summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(identity.Address!, identity.Port), cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (identity.Scheme != EndpointScheme.Https)
            {
                return stream;
            }

            var secured = new SslStream(stream);
            await secured.AuthenticateAsClientAsync(context.InitialRequestMessage.Version.Major >= 2 ? _http2 : _http1, cancellationToken);
            return secured;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
