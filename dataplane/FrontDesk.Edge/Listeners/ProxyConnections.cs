using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace FrontDesk.Edge.Listeners;

/// <summary>
/// Stands before TLS and HTTP on each connection. Those of balancers that the listener names must begin with a PROXY header; the client that it tells of is the connection's other end
/// from then on. Those of others are taken as they are. Reads the listener as it is now: a change holds from the next connection on.
/// </summary>
internal sealed class ProxyConnections(ConnectionDelegate next, ListenerFeature listener, ListenerLimits limits, TimeProvider clock, ILogger log)
{
    /// <summary>Takes a connection.</summary>
    public Task OnConnectedAsync(ConnectionContext connection) =>
        listener.Newest.Proxies is { } proxies && connection.RemoteEndPoint is IPEndPoint peer && proxies.Contains(peer.Address) ? ReadAsync(connection) : next(connection);

    private async Task ReadAsync(ConnectionContext connection)
    {
        try
        {
            if (await ReadHeaderAsync(connection).ConfigureAwait(false) is { } source)
            {
                connection.RemoteEndPoint = source;
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or OperationCanceledException)
        {
            log.ProxyHeaderRefused(listener.Newest.Name, connection.RemoteEndPoint, failure is OperationCanceledException ? "No PROXY header came in time." : failure.Message);
            return;
        }

        await next(connection).ConfigureAwait(false);
    }

    private async Task<IPEndPoint?> ReadHeaderAsync(ConnectionContext connection)
    {
        using var enough = new CancellationTokenSource(limits.Handshake, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            enough.Token, connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None);
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(end.Token).ConfigureAwait(false);
            var data = result.Buffer;
            var length = Read(data, out var source);
            if (length > 0 && data.Length >= length)
            {
                input.AdvanceTo(data.GetPosition(length));
                return source;
            }

            input.AdvanceTo(data.Start, data.End);
            if (result.IsCompleted)
            {
                throw new InvalidDataException("It ended before its PROXY header did.");
            }
        }
    }

    private static int Read(in ReadOnlySequence<byte> data, out IPEndPoint? source)
    {
        Span<byte> start = stackalloc byte[ProxyHeader.MostNeeded];
        start = start[..(int)Math.Min(data.Length, start.Length)];
        data.Slice(0, start.Length).CopyTo(start);
        return ProxyHeader.Read(start, out source);
    }
}
