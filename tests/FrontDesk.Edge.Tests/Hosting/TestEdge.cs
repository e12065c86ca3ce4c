using System.Net;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Hosting;

/// <summary>A whole edge in this process, on loopback.</summary>
internal sealed class TestEdge : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestEdge(WebApplication application, EdgeOptions options)
    {
        _application = application;
        Options = options;
    }

    public EdgeOptions Options { get; }

    public IServiceProvider Services => _application.Services;

    public Degradations Degradations => Services.GetRequiredService<Degradations>();

    /// <summary>How an edge is started that enrols at the control plane.</summary>
    public static EdgeOptions OptionsFor(ScriptedControlPlane plane, TempDirectory data) => new()
    {
        ControlPlanes = [plane.Address],
        DataDirectory = data["edge"],
        Name = "edge-1",
        JoinToken = plane.Authority.JoinToken,
        BindAddress = IPAddress.Loopback,
        Status = new IPEndPoint(IPAddress.Loopback, FreePort.Next()),
        DrainTimeout = TimeSpan.FromSeconds(10),
        AccessLog = data["access.log"],
    };

    /// <summary>Starts an edge on a data directory.</summary>
    public static async Task<TestEdge> StartAsync(ScriptedControlPlane plane, TempDirectory data, Func<EdgeOptions, EdgeOptions>? with = null, TimeProvider? clock = null, ILoggerProvider? logs = null, Action<IServiceCollection>? services = null)
    {
        var options = OptionsFor(plane, data);
        options = with?.Invoke(options) ?? options;
        var application = EdgeHost.Build(options, builder =>
        {
            builder.Logging.ClearProviders();
            if (logs is not null)
            {
                builder.Logging.AddProvider(logs);
            }

            if (clock is not null)
            {
                builder.Services.AddSingleton(clock);
            }

            services?.Invoke(builder.Services);
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new TestEdge(application, options);
    }

    /// <summary>Asks the status address.</summary>
    public async Task<(int Status, string Body)> StatusAsync(string page)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://{Options.Status}/{page}"), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Ends it as SIGTERM does.</summary>
    public Task StopAsync() => _application.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }
}
