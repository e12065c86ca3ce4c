using System.Net.Security;
using FrontDesk.Edge.Forwarding.Http1;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// Speaks to an endpoint over TLS in the protocol that it chose by ALPN (RFC 7301): HTTP/1.1 with our own client, which streams both ways, HTTP/2 with <see cref="SocketsHttpHandler"/>.
/// The first connection tells which; where no connection can be made any more, the next one tells anew, so that a service that was replaced is followed.
/// </summary>
internal sealed class AlpnHandler : HttpMessageHandler
{
    private readonly ServiceConnector _connector;
    private readonly Http1Handler _http1;
    private readonly HttpMessageInvoker _http1Invoker;
    private readonly HttpMessageInvoker _http2;
    private volatile Spoken _spoken;
    private Lazy<Task>? _learning;

    /// <summary>Makes the handler of an endpoint.</summary>
    /// <param name="identity">The endpoint.</param>
    public AlpnHandler(ConnectionIdentity identity)
    {
        _connector = new ServiceConnector(identity.Target, Offer(SslApplicationProtocol.Http2, SslApplicationProtocol.Http11), identity.ConnectTimeout);
        _http1 = ServiceHandler.CreateHttp1(identity, Offer(SslApplicationProtocol.Http11));
        _http1Invoker = new HttpMessageInvoker(_http1, disposeHandler: true);
        _http2 = new ServiceInvoker(ServiceHandler.CreateHttp2(identity, Offer(SslApplicationProtocol.Http2)));

        SslClientAuthenticationOptions Offer(params List<SslApplicationProtocol> protocols) => ServiceTlsOptions.Create(identity, protocols);
    }

    private enum Spoken
    {
        Unknown,
        Http1,
        Http2,
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.Version.Major < 2)
            {
                // An upgrade, which there is in HTTP/1.1 only.
                return await _http1Invoker.SendAsync(request, cancellationToken);
            }

            if (_spoken == Spoken.Unknown)
            {
                await LearnOnceAsync(cancellationToken);
            }

            if (_spoken == Spoken.Http2)
            {
                request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
                return await _http2.SendAsync(request, cancellationToken);
            }

            return request.Headers.Protocol is null ? await _http1Invoker.SendAsync(request, cancellationToken) : throw NoExtendedConnect();
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError
            || (failure.HttpRequestError == HttpRequestError.VersionNegotiationError && _spoken == Spoken.Http2))
        {
            _spoken = Spoken.Unknown;
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _http1Invoker.Dispose();
            _http2.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Requests that come while one learns wait for what it finds: a service that has just come up, or is down, is not met by as many connections.</summary>
    private Task LearnOnceAsync(CancellationToken cancellation)
    {
        var learning = Volatile.Read(ref _learning);
        if (learning is null)
        {
            var own = new Lazy<Task>(LearnAsync);
            learning = Interlocked.CompareExchange(ref _learning, own, null) ?? own;
        }

        return learning.Value.WaitAsync(cancellation);
    }

    /// <summary>
    /// Makes a connection to see what is chosen, within the time for one and whatever becomes of the request that asked first. One that speaks HTTP/1.1 goes to the pool;
    /// SocketsHttpHandler takes none that it did not make.
    /// </summary>
    private async Task LearnAsync()
    {
        try
        {
            var stream = await _connector.ConnectAsync(CancellationToken.None);
            if (((SslStream)stream).NegotiatedApplicationProtocol == SslApplicationProtocol.Http2)
            {
                await stream.DisposeAsync();
                _spoken = Spoken.Http2;
                return;
            }

            _http1.Pool.Adopt(stream);
            _spoken = Spoken.Http1;
        }
        finally
        {
            Volatile.Write(ref _learning, null);
        }
    }

    /// <summary>Told in the way in which SocketsHttpHandler tells it, so that the forwarder asks for an upgrade instead (RFC 8441 to RFC 9110 §7.8).</summary>
    private static HttpRequestException NoExtendedConnect() =>
        new(HttpRequestError.VersionNegotiationError, "The service speaks HTTP/1.1.") { Data = { ["HTTP2_ENABLED"] = false } };
}
