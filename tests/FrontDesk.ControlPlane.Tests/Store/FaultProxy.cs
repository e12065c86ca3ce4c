using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace FrontDesk.ControlPlane.Tests.Store;

/// <summary>What happens to the next transaction's EXEC that passes.</summary>
internal enum Fault
{
    None,

    /// <summary>It arrives; the connection ends before the answer.</summary>
    LoseAnswer,

    /// <summary>The connection ends before it arrives.</summary>
    LoseRequest,

    /// <summary>The connection ends, and it arrives when <see cref="FaultProxy.DeliverAsync"/> says so.</summary>
    Delay,
}

/// <summary>Stands between a control plane and a Redis, and harms one EXEC.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _deliver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Fault _next;

    public FaultProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Harms the next EXEC.</summary>
    public void Harm(Fault fault) => _next = fault;

    /// <summary>Lets the delayed EXEC arrive, and waits until it was answered.</summary>
    public Task DeliverAsync()
    {
        _deliver.SetResult();
        return _delivered.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            var harmed = new StrongBox<bool>();
            var requests = RequestsAsync(client.GetStream(), server.GetStream(), harmed, ended.Token);
            var answers = AnswersAsync(server.GetStream(), client.GetStream(), harmed, ended.Token);
            await Task.WhenAny(requests, answers);
            await ended.CancelAsync();
            client.Close();
            await Task.WhenAll(requests, answers);
        }
    }

    private Task RequestsAsync(NetworkStream from, NetworkStream to, StrongBox<bool> harmed, CancellationToken ended) => QuietlyAsync(async () =>
    {
        var buffer = new byte[256 * 1024];
        while (await from.ReadAsync(buffer, ended) is var count and > 0)
        {
            var exec = _next == Fault.None ? -1 : buffer.AsSpan(0, count).IndexOf("$4\r\nEXEC\r\n"u8);
            if (exec < 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), ended);
                continue;
            }

            var fault = _next;
            _next = Fault.None;

            // Up to the array header of EXEC: `*1\r\n`.
            await to.WriteAsync(buffer.AsMemory(0, exec - 4), ended);
            from.Socket.Shutdown(SocketShutdown.Both);
            if (fault == Fault.Delay)
            {
                await _deliver.Task.WaitAsync(_end.Token);
            }

            if (fault != Fault.LoseRequest)
            {
                harmed.Value = true;
                await to.WriteAsync(buffer.AsMemory(exec - 4, count - exec + 4), _end.Token);
                await _delivered.Task.WaitAsync(_end.Token);
            }

            return;
        }
    });

    private Task AnswersAsync(NetworkStream from, NetworkStream to, StrongBox<bool> harmed, CancellationToken ended) => QuietlyAsync(async () =>
    {
        var buffer = new byte[256 * 1024];
        while (await from.ReadAsync(buffer, ended) is var count and > 0)
        {
            if (harmed.Value)
            {
                _delivered.TrySetResult();
                return;
            }

            // The client of a harmed connection is gone; what is answered until EXEC arrives is nobody's.
            await QuietlyAsync(() => to.WriteAsync(buffer.AsMemory(0, count), ended).AsTask());
        }
    });

    private static async Task QuietlyAsync(Func<Task> copy)
    {
        try
        {
            await copy();
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // A connection's end is what this is for.
        }
    }
}
