using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FrontDesk.Edge.Listeners;

/// <summary>
/// Accepts the connections of one listener. It tells when its socket was let go (a listener that drains still has connections, but its port is free), and
/// where the process has no file descriptors left but its reserve it rests and tries again: Kestrel's own would take the last, and then turn in circles.
/// </summary>
internal sealed class ListenerTransport(SocketConnectionContextFactory connections, DescriptorShortage shortage, TimeProvider clock) : IConnectionListenerFactory
{
    private const int Backlog = 4096;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly SocketConnectionContextFactory _connections = connections;
    private readonly DescriptorShortage _shortage = shortage;
    private readonly TimeProvider _clock = clock;
    private readonly TaskCompletionSource _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the socket was let go.</summary>
    public Task Unbound => _unbound.Task;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
            return ValueTask.FromResult<IConnectionListener>(new Listener(this, socket));
        }
        catch (SocketException e)
        {
            socket?.Dispose();

            // Kestrel tries IPv4 where it cannot have all addresses of both; not where the port is taken.
            throw e.SocketErrorCode == SocketError.AddressAlreadyInUse ? new AddressInUseException(e.Message, e) : e;
        }
    }

    private sealed class Listener(ListenerTransport transport, Socket socket) : IConnectionListener
    {
        private bool _isNear;

        public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                try
                {
                    while (_isNear && transport._shortage.Lasts())
                    {
                        transport._shortage.Is();
                        await Task.Delay(Rest, transport._clock, cancellationToken).ConfigureAwait(false);
                        ObjectDisposedException.ThrowIf(transport.Unbound.IsCompleted, socket);
                    }

                    ValueTask<Socket> accepting = socket.AcceptAsync(cancellationToken);
                    if (!accepting.IsCompleted)
                    {
                        // The kernel looks for a descriptor before it looks for a connection.
                        transport._shortage.IsOver();
                    }

                    Socket accepted = await accepting.ConfigureAwait(false);
                    transport._shortage.IsOver();
                    accepted.NoDelay = true;
                    _isNear = transport._shortage.IsNear(accepted);
                    return transport._connections.Create(accepted);
                }
                catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
                {
                    return null;
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                {
                    transport._shortage.Is();
                    await Task.Delay(Rest, transport._clock, cancellationToken).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    // The client went while it waited to be accepted: the next one.
                }
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            LetGo();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            LetGo();
            return ValueTask.CompletedTask;
        }

        private void LetGo()
        {
            socket.Dispose();
            transport._unbound.TrySetResult();
        }
    }
}
