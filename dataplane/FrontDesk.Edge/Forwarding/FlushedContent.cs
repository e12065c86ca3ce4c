using System.Net;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// A request's body whose parts are sent on one by one. The handler keeps what is written in a buffer until that is full or the body ends; a service
/// that answers to what it has got so far would wait for ever.
/// </summary>
internal sealed class FlushedContent : HttpContent
{
    private readonly HttpContent _body;

    /// <summary>Wraps a body; its headers become this one's.</summary>
    public FlushedContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(new FlushedStream(stream), context, cancellationToken);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
