using System.Net;
using System.Net.Sockets;
using FrontDesk.Edge.Forwarding;

namespace FrontDesk.Edge.Health;

/// <summary>Makes a connection and hangs up.</summary>
internal sealed class TcpProbe : Probe
{
    /// <inheritdoc/>
    public override async Task<string?> AskAsync(ServiceEndpoint endpoint, CancellationToken cancellation)
    {
        EndPoint target = endpoint.Address is { } address ? new IPEndPoint(address, endpoint.Model.Port) : new UnixDomainSocketEndPoint(endpoint.Model.Host);
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, endpoint.Address is null ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(target, cancellation).ConfigureAwait(false);
        return null;
    }
}
