using System.Net.Sockets;
using System.Security.Cryptography;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Sync;
using Microsoft.AspNetCore.Connections;

namespace FrontDesk.Edge.Hosting;

/// <summary>
/// Puts an edge together. The web application is the status address; every listener is a server of its own beside it, see <see cref="ListenerSet"/>.
/// </summary>
internal static class EdgeHost
{
    /// <summary>Runs an edge until it is told to end.</summary>
    /// <returns>0 for an orderly end.</returns>
    /// <exception cref="EdgeStartException">It cannot start, or cannot become a member of the fleet.</exception>
    public static Task<int> RunAsync(EdgeOptions options, CancellationToken cancellation) => RunAsync(options, cancellation, null);

    /// <summary>Runs an edge that was changed before it was built.</summary>
    /// <inheritdoc cref="RunAsync(EdgeOptions, CancellationToken)"/>
    public static async Task<int> RunAsync(EdgeOptions options, CancellationToken cancellation, Action<WebApplicationBuilder>? change)
    {
        WebApplication app = Build(options, change);
        await using (app.ConfigureAwait(false))
        {
            FatalError fatal = app.Services.GetRequiredService<FatalError>();
            try
            {
                await StartAsync(app, options, cancellation).ConfigureAwait(false);
            }
            catch
            {
                // What had started shall end in order, not in the middle of something.
                await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
                throw;
            }

            await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
            return fatal.Reason is { } reason ? throw reason : 0;
        }
    }

    private static async Task StartAsync(WebApplication app, EdgeOptions options, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested || cancellation.IsCancellationRequested)
        {
            // Told to end, or refused by the control plane, before everything had started: the end is the same as later.
            app.Lifetime.StopApplication();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            // Listeners never throw: what could not be bound is the status address.
            throw new EdgeStartException($"The status address cannot be used: {e.Message.TrimEnd('.')}. Give another than {options.Status} with --status.", e);
        }
        catch (SocketException e)
        {
            throw new EdgeStartException($"The status address cannot be used: {e.Message.TrimEnd('.')}. Give another than {options.Status} with --status.", e);
        }
    }

    /// <summary>Builds an edge; nothing runs yet.</summary>
    public static WebApplication Build(EdgeOptions options, Action<WebApplicationBuilder>? change = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "frontdesk-edge" });
        builder.Logging.AddEdgeLogging();
        builder.Services
            .Configure<HostOptions>(host =>
            {
                host.ShutdownTimeout = options.DrainTimeout + TimeSpan.FromSeconds(5);
                // What fails in the background is told; it never ends what is served.
                host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            })
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(provider => new EdgeIdentity(
                provider.GetRequiredService<IdentityFile>().Read()?.Name ?? options.Name,
                RandomNumberGenerator.GetHexString(16, lowercase: true),
                TimeProvider.System.GetUtcNow()))
            .AddSingleton<FatalError>()
            .AddSingleton(_ => DataDirectory.Open(options.DataDirectory))
            .AddSingleton<IDisk, PhysicalDisk>()
            .AddSingleton<OperatorDrain>()
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
        // A start that failed is told in one line at the end, and tasks in the background tell of themselves.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
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
