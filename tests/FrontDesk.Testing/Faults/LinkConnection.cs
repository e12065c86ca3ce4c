using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Testing.Faults;

/// <summary>One connection over a <see cref="FaultLink"/>.</summary>
internal sealed class LinkConnection(Socket client) : IDisposable
{
    private const int Piece = 64 * 1024;
    private readonly Socket _target = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Relays until either side ends, or the connection is reset.</summary>
    public async Task RelayAsync(IPEndPoint target, LinkDirection there, LinkDirection back, CancellationToken cancellationToken)
    {
        client.NoDelay = true;
        try
        {
            await _target.ConnectAsync(target, cancellationToken);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // As the target does: nothing listens.
            Reset();
            return;
        }

        await Task.WhenAll(CopyAsync(client, _target, there, cancellationToken), CopyAsync(_target, client, back, cancellationToken));
    }

    /// <summary>Ends both halves without a word more.</summary>
    public void Reset()
    {
        Close(client);
        Close(_target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        _target.Dispose();
    }

    private static void Close(Socket socket)
    {
        try
        {
            socket.Close(timeout: 0);
        }
        catch (ObjectDisposedException)
        {
            // It ended at the same time.
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, LinkDirection direction, CancellationToken cancellationToken)
    {
        var buffer = new byte[Piece];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is var count and > 0)
            {
                await direction.PassAsync(cancellationToken);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
                }
            }

            // Half a close is passed on; the other direction goes on until it ends too.
            await direction.PassAsync(cancellationToken);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await PassQuietlyAsync(direction, cancellationToken);
            Close(from);
            Close(to);
        }
    }

    /// <summary>Where nothing arrives, the news of a reset does not either.</summary>
    private static async Task PassQuietlyAsync(LinkDirection direction, CancellationToken cancellationToken)
    {
        try
        {
            await direction.PassAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The link itself ends.
        }
    }
}
