using Microsoft.Extensions.Logging.Console;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>A control plane as a process: its logs go to stderr, and what people need to know goes to stdout.</summary>
internal static class ControlPlaneProcess
{
    /// <summary>Runs until the process is told to end.</summary>
    public static async Task RunAsync(ControlPlaneOptions options, CancellationToken cancellationToken)
    {
        await using var server = await ControlPlaneServer.StartAsync(options, ConfigureLogging, TimeProvider.System, cancellationToken);
        await Console.Out.WriteLineAsync($"The authority's certificate is in {Path.Combine(options.DataDirectory, "ca.crt")}");
        await Console.Out.WriteLineAsync($"An admin token is in {server.AdminTokenFile}");
        await Console.Out.WriteLineAsync($"ready: operators at {server.OperatorAddress}, edges at {server.EdgeAddress}");
        await server.WaitForShutdownAsync(cancellationToken);
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);

        // A store out of reach is told once, when it goes and when it comes back (StoreLog); the health service would tell it again every 30 s.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // A start that fails is told in a sentence; a loop that fails is told as critical as well.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }
}
