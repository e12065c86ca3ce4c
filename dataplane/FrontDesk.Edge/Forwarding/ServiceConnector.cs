using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Makes connections to one endpoint at one address, over TLS where that is asked for.</summary>
/// <param name="target">The address and port, or the path of a Unix domain socket.</param>
/// <param name="tls">How TLS is spoken; null for none.</param>
/// <param name="timeout">How long it may take, connection and TLS together.</param>
internal sealed class ServiceConnector(EndPoint target, SslClientAuthenticationOptions? tls, TimeSpan timeout)
{
    /// <summary>Connects.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or not connected in time.</exception>
    /// <exception cref="HttpRequestException">The endpoint cannot be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            return await OpenAsync(deadline.Token);
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"No connection to {target} could be made. {failure.Message}", failure);
        }
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellation)
    {
        var stream = new NetworkStream(await ConnectSocketAsync(cancellation), ownsSocket: true);
        if (tls is null)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(tls, cancellation);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<Socket> ConnectSocketAsync(CancellationToken cancellation)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, target.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (target.AddressFamily != AddressFamily.Unix)
            {
                socket.NoDelay = true;
            }

            await socket.ConnectAsync(target, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
