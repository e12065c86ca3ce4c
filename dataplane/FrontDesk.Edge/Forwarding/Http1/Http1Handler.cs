namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// Speaks HTTP/1.1 to one endpoint. Unlike <see cref="SocketsHttpHandler"/> it hands an answer over while the request's body is still being sent, and does nothing that
/// forwarding does not need.
/// </summary>
internal sealed class Http1Handler(ServiceConnector connector, TimeSpan idleTimeout, Http1Limits limits, TimeProvider clock) : HttpMessageHandler
{
    /// <summary>Closes the idle connections when nobody uses the handler any more: a socket with a waiting read is not collected by itself.</summary>
    ~Http1Handler() => Dispose(disposing: false);

    /// <summary>The endpoint's connections.</summary>
    public Http1Pool Pool { get; } = new(connector, idleTimeout, limits, clock);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A connection that was closed while it was idle says so at once, or when it is used. Then a new one is made; what fails on that, fails.
        if (Pool.Take() is { } used && await new Http1Exchange(used, request, limits, clock, cancellationToken).SendAsync() is { } answer)
        {
            return answer;
        }

        var connection = await Pool.ConnectAsync(cancellationToken);
        return (await new Http1Exchange(connection, request, limits, clock, cancellationToken).SendAsync())!;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Pool.Dispose();
        if (disposing)
        {
            GC.SuppressFinalize(this);
        }

        base.Dispose(disposing);
    }
}
