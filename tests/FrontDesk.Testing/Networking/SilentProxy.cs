using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Testing.Networking;

/// <summary>
/// Stands between two programs on loopback and, when told to, swallows every byte of the connections that it has: each side's connection stays
/// open and nothing comes any more, as when a host or the way to it is gone without a word.
/// </summary>
public sealed class SilentProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile int _silenced;
    private int _connections;

    /// <summary>Listens, for a server on a port of 127.0.0.1.</summary>
    public SilentProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Swallows what comes on the connections there are; later ones pass.</summary>
    public void Silence() => _silenced = Volatile.Read(ref _connections);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                connections.Add(RelayAsync(client, Interlocked.Increment(ref _connections)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client, int number)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);

                // Throws an IOException where one side is gone already.
                await using NetworkStream atClient = new(client.Client), atServer = new(server.Client);
                await Task.WhenAll(CopyAsync(atClient, atServer, number), CopyAsync(atServer, atClient, number));
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A connection's end is what this is for.
            }
        }
    }

    // A silenced connection is not even told that the other side closed.
    private async Task CopyAsync(NetworkStream from, NetworkStream to, int number)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _end.Token) is var count and > 0)
        {
            if (number > _silenced)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }

        if (number > _silenced)
        {
            to.Socket.Shutdown(SocketShutdown.Send);
        }
    }
}
