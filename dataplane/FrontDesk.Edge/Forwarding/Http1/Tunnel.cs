namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>A connection after a 101 (RFC 9110 §7.8): bytes both ways, until one side ends it.</summary>
internal sealed class Tunnel(Http1Exchange exchange, Http1Connection connection) : AsyncStream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if (buffer.IsEmpty)
            {
                await connection.WaitAsync(long.MaxValue);
                return 0;
            }

            return await connection.ReadAsync(buffer);
        }
        catch (Exception failure)
        {
            exchange.ThrowIfCancelled(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await connection.WriteAsync(buffer);
        }
        catch (Exception failure)
        {
            exchange.ThrowIfCancelled(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            exchange.Abort();
        }

        base.Dispose(disposing);
    }
}
