using FrontDesk.Edge.Telemetry;

namespace FrontDesk.Edge.Sync;

/// <summary>Registers the stream with the control plane.</summary>
internal static class SyncRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddSync(this IServiceCollection services) => services
        .AddSingleton<SyncStatus>()
        .AddSingleton<TelemetrySession>()
        .AddSingleton<SyncSession>()
        .AddSingleton<Homecoming>()
        .AddHostedService<SyncLoop>();
}
