using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Tls;
using FrontDesk.Routing.Listeners;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace FrontDesk.Edge.Listeners;

/// <summary>Makes the server of one listener. Every listener has its own, so that one can come and go without the others' connections.</summary>
internal sealed class ListenerServer(
    EdgeOptions options,
    ListenerLimits bounds,
    OpenConnections connections,
    Handshakes handshakes,
    Func<ListenerTransport> transports,
    IServiceProvider services,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    private readonly ILogger _log = loggers.CreateLogger<ListenerServer>();

    /// <summary>Makes the server; it does not listen yet.</summary>
    public (KestrelServer Server, ListenerTransport Transport) Create(ListenerFeature feature)
    {
        KestrelServerOptions kestrel = new() { ApplicationServices = services, AllowResponseHeaderCompression = true };
        KestrelDemands.Apply(kestrel);
        Limit(kestrel.Limits);
        ListenerModel listener = feature.Newest;
        if ((listener.Address ?? options.BindAddress) is { } address)
        {
            kestrel.Listen(address, listener.Port, Configure);
        }
        else
        {
            kestrel.ListenAnyIP(listener.Port, Configure);
        }

        ListenerTransport transport = transports();
        return (new KestrelServer(Options.Create(kestrel), transport, loggers), transport);

        void Configure(ListenOptions endpoint)
        {
            endpoint.Use(next => connection =>
            {
                connection.Features.Set<IListenerFeature>(feature);
                return connections.ServeAsync(connection, next);
            });
            endpoint.Use(next => new ProxyConnections(next, feature, bounds, clock, _log).OnConnectedAsync);
            endpoint.Protocols = HttpProtocols.Http1;
            if (listener.Protocol == Protocol.Https)
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshakes.ChooseAsync, HandshakeTimeout = bounds.Handshake });
            }
        }
    }

    private void Limit(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = bounds.Connections;
        limits.MaxConcurrentUpgradedConnections = bounds.Connections;
        limits.MaxRequestLineSize = 16 * 1024;
        limits.MaxRequestHeadersTotalSize = 64 * 1024;
        limits.MaxRequestHeaderCount = 128;
        limits.RequestHeadersTimeout = bounds.Head;
        limits.KeepAliveTimeout = bounds.Idle;
        limits.Http2.MaxStreamsPerConnection = 128;
        limits.Http2.MaxRequestHeaderFieldSize = 16 * 1024;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
