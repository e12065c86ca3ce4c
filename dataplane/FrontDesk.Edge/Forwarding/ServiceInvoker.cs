namespace FrontDesk.Edge.Forwarding;

/// <summary>Sends requests to services, each part of a body as soon as it is there.</summary>
internal sealed class ServiceInvoker(SocketsHttpHandler handler) : HttpMessageInvoker(handler, disposeHandler: true)
{
    /// <inheritdoc/>
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            request.Content = new FlushedContent(body);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
