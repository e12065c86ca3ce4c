using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FrontDesk.Testing.Backends;

/// <summary>A service on a port of 127.0.0.1 that may break every rule: the test writes the bytes.</summary>
public sealed class RawBackend : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private int _connections;

    private RawBackend(Func<Socket, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Its URL, without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>How many connections came.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Starts a service.</summary>
    /// <param name="serve">What it does with each connection; the socket is closed afterwards.</param>
    public static RawBackend Start(Func<Socket, CancellationToken, Task> serve) => new(serve);

    /// <summary>Reads the request and never answers.</summary>
    public static RawBackend StartSilent() => Start(async (socket, stop) =>
    {
        await ReadHeadAsync(socket, stop);
        // Until the proxy hangs up or the test is over.
        await socket.ReceiveAsync(new byte[1], stop);
    });

    /// <summary>Reads the request and resets the connection.</summary>
    public static RawBackend StartResetting() => Start(async (socket, stop) =>
    {
        await ReadHeadAsync(socket, stop);
        socket.LingerState = new LingerOption(true, 0);
    });

    /// <summary>Reads the request, answers with these bytes and closes.</summary>
    public static RawBackend StartAnswering(string answer) => Start(async (socket, stop) =>
    {
        await ReadHeadAsync(socket, stop);
        await socket.SendAsync(Encoding.Latin1.GetBytes(answer), stop);
        socket.Shutdown(SocketShutdown.Send);
    });

    /// <summary>Reads up to the empty line that ends a request's head.</summary>
    public static async Task<string> ReadHeadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(one, cancellationToken) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await _serve(socket, _stop.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                // The proxy hung up, or the test is over.
            }
        }
    }
}
