using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>Sends the body of a request: each part at once, as it is where its length was told, else as a chunk (RFC 9112 §7.1).</summary>
internal sealed class RequestBody(Http1Exchange exchange, Http1Connection connection, long? length, IHttpRequestTrailersFeature? trailers) : AsyncStream
{
    // Eight hexadecimal digits of size and three line ends.
    private const int MostFraming = 8 + 2 + 2;

    private long _remaining = length ?? 0;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Whether the service did not take all of it.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The service does not take it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        if (length is null)
        {
            await WriteChunkAsync(buffer);
            return;
        }

        if (buffer.Length > _remaining)
        {
            throw new InvalidOperationException("The request's body is longer than its Content-Length.");
        }

        _remaining -= buffer.Length;
        await SendAsync(buffer);
        if (_remaining == 0)
        {
            exchange.RequestEnded();
        }
    }

    /// <summary>Ends the body.</summary>
    /// <exception cref="IOException">It is shorter than was told, or the service does not take it.</exception>
    public async ValueTask EndAsync()
    {
        if (HasFailed)
        {
            return;
        }

        if (length is null)
        {
            await SendAsync(RequestTrailers.End(trailers));
            exchange.RequestEnded();
        }
        else if (_remaining > 0)
        {
            throw new IOException("The request's body is shorter than its Content-Length.");
        }
        else if (length == 0)
        {
            exchange.RequestEnded();
        }
    }

    /// <summary>One write with framing and data: several would be several packets, and TLS records.</summary>
    private async ValueTask WriteChunkAsync(ReadOnlyMemory<byte> data)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(data.Length + MostFraming);
        try
        {
            Utf8Formatter.TryFormat(data.Length, chunk, out var count, new StandardFormat('x'));
            "\r\n"u8.CopyTo(chunk.AsSpan(count));
            data.Span.CopyTo(chunk.AsSpan(count + 2));
            "\r\n"u8.CopyTo(chunk.AsSpan(count + 2 + data.Length));
            await SendAsync(chunk.AsMemory(0, count + 2 + data.Length + 2));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await connection.WriteAsync(bytes);
        }
        catch (Exception failure)
        {
            HasFailed = true;
            exchange.RequestFailed();
            exchange.ThrowIfCancelled(failure);
            throw;
        }
    }
}
