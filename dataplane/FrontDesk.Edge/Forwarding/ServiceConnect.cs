using System.Net.Security;
using System.Net.Sockets;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Connections that the handler does not make by itself in the way that we need.</summary>
internal static class ServiceConnect
{
    private static readonly List<SslApplicationProtocol> Http1Only = [SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> Http2First = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>
    /// Connects with TLS, asking for and checking the endpoint's own name. Left to itself the handler would check for the request's Host, which
    /// is the client's.
    /// </summary>
    public static async ValueTask<Stream> TlsAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = context.DnsEndPoint.Host,
                ApplicationProtocols = context.InitialRequestMessage.Version.Major >= 2 ? Http2First : Http1Only,
            };
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
