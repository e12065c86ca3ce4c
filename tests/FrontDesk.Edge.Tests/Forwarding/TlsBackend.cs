using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Routing.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>A service with TLS on `localhost`. Its certificate is its own authority, see <see cref="Trust"/>.</summary>
internal sealed class TlsBackend : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, byte> _connections = new();
    private int _handshakes;

    private TlsBackend(RequestDelegate answer, HttpProtocols protocols, SslProtocols tls, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port, endpoint =>
        {
            endpoint.Protocols = protocols;
            endpoint.UseHttps(https =>
            {
                https.SslProtocols = tls;
                // Kestrel tells the name that was asked for only to who chooses by it.
                https.ServerCertificateSelector = (_, _) =>
                {
                    Interlocked.Increment(ref _handshakes);
                    return RunningEdge.Certificate;
                };
            });
        }));
        _application = builder.Build();
        _application.UseWebSockets();
        _application.Run(context =>
        {
            _connections.TryAdd(context.Connection.Id, 0);
            return answer(context);
        });
    }

    /// <summary>Trusts this service and nobody else.</summary>
    public static ServiceTlsModel Trust { get; } = new(RunningEdge.Certificate.ExportCertificatePem(), null, false);

    public int Port { get; private set; }

    /// <summary>How many handshakes were begun.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>On how many connections requests came.</summary>
    public int Connections => _connections.Count;

    public static async Task<TlsBackend> StartAsync(
        RequestDelegate answer, HttpProtocols protocols, SslProtocols tls = SslProtocols.Tls12 | SslProtocols.Tls13, int port = 0)
    {
        var backend = new TlsBackend(answer, protocols, tls, port);
        await backend._application.StartAsync();
        var address = backend._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        backend.Port = new Uri(address).Port;
        return backend;
    }

    /// <summary>Answers with the protocol and the server name that it was asked for.</summary>
    public static Task TellAsync(HttpContext context) =>
        context.Response.WriteAsync($"{context.Request.Protocol} {context.Features.Get<ITlsHandshakeFeature>()?.HostName} {context.Request.Host}");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
