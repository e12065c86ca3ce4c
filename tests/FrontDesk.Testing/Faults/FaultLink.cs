using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Testing.Faults;

/// <summary>A TCP link between two programs that a test can harm: this kernel has no netem. It relays bytes and understands none.</summary>
public sealed class FaultLink : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<LinkConnection, byte> _connections = [];
    private readonly IPEndPoint _target;
    private readonly Task _accepting;
    private volatile bool _refusing;

    /// <summary>Opens a link.</summary>
    /// <param name="target">Where connections lead: a port on 127.0.0.1.</param>
    /// <param name="address">Where it is entered; default 127.0.0.1.</param>
    public FaultLink(int target, IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _target = new IPEndPoint(IPAddress.Loopback, target);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port where it is entered.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What happens to bytes on their way to the target; default: they arrive.</summary>
    public LinkDirection ToTarget { get; } = new();

    /// <summary>What happens to bytes on their way back.</summary>
    public LinkDirection FromTarget { get; } = new();

    /// <summary>How many connections there are now.</summary>
    public int Connections => _connections.Count;

    /// <summary>How many connections there have been.</summary>
    public int Accepted { get; private set; }

    /// <summary>From now on nothing arrives in either direction, and nobody is told; new connections are taken and stay silent.</summary>
    public void Vanish()
    {
        ToTarget.Lose();
        FromTarget.Lose();
    }

    /// <summary>Ends all connections with a reset, and takes no new ones until <see cref="Heal"/>.</summary>
    public void Cut()
    {
        _refusing = true;
        Reset();
    }

    /// <summary>Ends all connections with a reset; new ones are taken.</summary>
    public void Reset()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    /// <summary>All is well again: what was lost arrives, and new connections are taken.</summary>
    public void Heal()
    {
        ToTarget.Heal();
        FromTarget.Heal();
        _refusing = false;
    }

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
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                Accepted++;
                relays.RemoveAll(static relay => relay.IsCompleted);
                relays.Add(RelayAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var connection = new LinkConnection(client);
        if (_refusing)
        {
            connection.Reset();
            return;
        }

        _connections[connection] = 0;
        try
        {
            await connection.RelayAsync(_target, ToTarget, FromTarget, _end.Token);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }
}
