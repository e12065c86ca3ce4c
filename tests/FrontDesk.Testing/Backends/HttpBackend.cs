using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Testing.Backends;

/// <summary>A well-behaved HTTP service on a port of 127.0.0.1, in this process.</summary>
public sealed class HttpBackend : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HttpBackend(WebApplication application, Uri bound)
    {
        Url = bound.GetLeftPart(UriPartial.Authority);
        _application = application;
        Port = bound.Port;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its URL, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>Starts a service.</summary>
    /// <param name="answer">What it does with each request.</param>
    /// <param name="protocols">What it speaks, without TLS.</param>
    /// <param name="address">Another address of this host than 127.0.0.1.</param>
    /// <param name="port">The port, where it must be a certain one.</param>
    /// <param name="certificate">What it shows over TLS; null to speak without.</param>
    public static async Task<HttpBackend> StartAsync(RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1, IPAddress? address = null, int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Listen(address ?? IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = protocols;
                if (certificate is not null)
                {
                    // A selector, so that the name that was asked for is in the connection's features.
                    listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate);
                }
            });
        });
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        var bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new HttpBackend(application, new Uri(bound));
    }

    /// <summary>Starts a service that tells its name and what it was asked, one thing a line.</summary>
    /// <param name="name">What it calls itself.</param>
    /// <param name="address">Another address of this host than 127.0.0.1.</param>
    public static Task<HttpBackend> StartEchoAsync(string name, IPAddress? address = null) => StartAsync(async context =>
    {
        var request = context.Request;
        context.Response.Headers["x-service"] = name;
        var lines = request.Headers.SelectMany(header => header.Value.Select(value => $"{header.Key.ToLowerInvariant()}: {value}"));
        await context.Response.WriteAsync($"{name}\n{request.Method} {request.Path}{request.QueryString}\n{string.Join('\n', lines)}\n");
    }, address: address);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A test that ends with requests under way does not wait for them.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
