using System.Security.Cryptography;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Sync;

namespace FrontDesk.Edge.Hosting;

/// <summary>
/// Puts an edge together. The web application is the status address; every listener is a server of its own beside it, see <see cref="ListenerSet"/>.
/// </summary>
internal static class EdgeHost
{
    /// <summary>Runs an edge until it is told to end.</summary>
    /// <returns>0 for an orderly end.</returns>
    /// <exception cref="EdgeStartException">It cannot start, or cannot become a member of the fleet.</exception>
    public static async Task<int> RunAsync(EdgeOptions options, CancellationToken cancellation)
    {
        WebApplication app = Build(options);
        await using (app.ConfigureAwait(false))
        {
            FatalError fatal = app.Services.GetRequiredService<FatalError>();
            await app.StartAsync(cancellation).ConfigureAwait(false);
            await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
            return fatal.Reason is { } reason ? throw reason : 0;
        }
    }

    /// <summary>Builds an edge; nothing runs yet.</summary>
    public static WebApplication Build(EdgeOptions options, Action<WebApplicationBuilder>? change = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "frontdesk-edge" });
        builder.Logging.AddEdgeLogging();
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout + TimeSpan.FromSeconds(5))
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(provider => new EdgeIdentity(
                provider.GetRequiredService<IdentityFile>().Read()?.Name ?? options.Name,
                RandomNumberGenerator.GetHexString(16, lowercase: true),
                TimeProvider.System.GetUtcNow()))
            .AddSingleton<FatalError>()
            .AddSingleton(_ => DataDirectory.Open(options.DataDirectory))
            .AddSingleton<Drain>()
            .AddHostedService(provider => provider.GetRequiredService<Drain>())
            .AddSingleton(new AccessLogOptions { Path = options.AccessLog })
            .AddRequestPipeline()
            .AddListeners()
            .AddSnapshots()
            .AddIdentity()
            .AddSync();
        builder.AddStatus(options);
        change?.Invoke(builder);
        WebApplication app = builder.Build();
        app.UseStatusGuard();
        app.MapStatus();
        return app;
    }

    private static void AddEdgeLogging(this ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Grpc", LogLevel.Warning)
        .AddFilter("Yarp", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        })
        // Standard output is the access log's.
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
