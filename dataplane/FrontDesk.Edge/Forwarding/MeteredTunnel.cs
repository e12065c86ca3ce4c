using FrontDesk.Edge.Pipeline;

namespace FrontDesk.Edge.Forwarding;

/// <summary>The client's side of a tunnel: bytes both ways, counted and under the deadline.</summary>
internal sealed class MeteredTunnel(Exchange exchange, Deadline deadline, Stream client) : AsyncStream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await client.ReadAsync(buffer, cancellationToken);
        exchange.RequestBytes += count;
        deadline.Progress();
        return count;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.ResponseBytes += buffer.Length;
        deadline.Progress();
        return client.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);
}
