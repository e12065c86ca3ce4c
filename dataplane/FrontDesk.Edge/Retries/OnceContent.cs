using System.Net;

namespace FrontDesk.Edge.Retries;

/// <summary>A request's body that comes from the client and can be read only once; it knows whether that has begun.</summary>
internal sealed class OnceContent : HttpContent
{
    private readonly HttpContent _body;

    /// <summary>Wraps a body; its headers become this one's.</summary>
    public OnceContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Whether somebody began to read it.</summary>
    public bool IsStarted { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        return _body.CopyToAsync(stream, context, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
