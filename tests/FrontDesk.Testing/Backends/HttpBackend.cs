using System.Net;
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

    private HttpBackend(WebApplication application, int port)
    {
        _application = application;
        Port = port;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its URL, without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Starts a service.</summary>
    /// <param name="answer">What it does with each request.</param>
    /// <param name="protocols">What it speaks, without TLS.</param>
    /// <param name="address">Another address of this host than 127.0.0.1.</param>
    /// <param name="port">The port, where it must be a certain one.</param>
    public static async Task<HttpBackend> StartAsync(RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1, IPAddress? address = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Listen(address ?? IPAddress.Loopback, port, listen => listen.Protocols = protocols);
        });
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        var bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new HttpBackend(application, new Uri(bound).Port);
    }

    /// <summary>Starts a service that tells its name and what it was asked, one thing a line.</summary>
    public static Task<HttpBackend> StartEchoAsync(string name) => StartAsync(async context =>
    {
        var request = context.Request;
        context.Response.Headers["x-service"] = name;
        var lines = request.Headers.SelectMany(header => header.Value.Select(value => $"{header.Key.ToLowerInvariant()}: {value}"));
        await context.Response.WriteAsync($"{name}\n{request.Method} {request.Path}{request.QueryString}\n{string.Join('\n', lines)}\n");
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A test that ends with requests under way does not wait for them.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
