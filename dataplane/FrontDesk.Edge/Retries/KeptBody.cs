using System.Net;

namespace FrontDesk.Edge.Retries;

/// <summary>A request's body that was read whole and can be sent as often as it takes.</summary>
internal sealed class KeptBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private KeptBody(ReadOnlyMemory<byte> bytes, HttpContent original)
    {
        _bytes = bytes;
        foreach (var (name, values) in original.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Reads a body whose length was told.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="length">Its length.</param>
    /// <param name="original">What stood for it; its headers become this one's.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<KeptBody> ReadAsync(Stream source, int length, HttpContent original, CancellationToken cancellation)
    {
        var bytes = new byte[length];
        await source.ReadExactlyAsync(bytes, cancellation);
        // Whoever meters the stream learns from this that it is at its end.
        await source.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellation);
        return new(bytes, original);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => stream.WriteAsync(_bytes, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
