using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// Makes connections to one endpoint. A name is resolved for each, and all its addresses are tried, beginning with another one each time, so that
/// all of them get connections.
/// </summary>
/// <param name="host">A name or an address, without brackets; the path of a socket where the port is 0.</param>
/// <param name="port">The port; 0 for a Unix domain socket.</param>
/// <param name="tls">How TLS is spoken; null for none.</param>
/// <param name="timeout">How long it may take, name, connection and TLS together.</param>
internal sealed class Http1Connector(string host, int port, SslClientAuthenticationOptions? tls, TimeSpan timeout)
{
    private readonly EndPoint? _fixed = port == 0 ? new UnixDomainSocketEndPoint(host) : IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : null;
    private uint _turn = uint.MaxValue;

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
        catch (Exception failure) when (failure is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"No connection to {host}:{port} could be made. {failure.Message}", failure);
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
        if (_fixed is not null)
        {
            return await ConnectSocketAsync(_fixed, cancellation);
        }

        var addresses = await Dns.GetHostAddressesAsync(host, cancellation);
        var first = Interlocked.Increment(ref _turn);
        for (var i = 0u; ; i++)
        {
            var address = addresses[(first + i) % addresses.Length];
            // An address that swallows packets may take its share of the time only.
            using var share = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (i + 1 < addresses.Length)
            {
                share.CancelAfter(timeout / addresses.Length);
            }

            try
            {
                return await ConnectSocketAsync(new IPEndPoint(address, port), share.Token);
            }
            catch (Exception failure) when (i + 1 < addresses.Length && failure is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // The next one may answer.
            }
        }
    }

    private static async ValueTask<Socket> ConnectSocketAsync(EndPoint target, CancellationToken cancellation)
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
