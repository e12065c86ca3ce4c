using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Hosting;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>Registers what shows the fleet's requests live.</summary>
internal static class TelemetryRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddTelemetry(this IServiceCollection services, ControlPlaneOptions options)
    {
        services.AddSingleton<Watchers>().AddSingleton<LimitReports>().AddSingleton<RequestTails>();
        services.AddGrpc().AddServiceOptions<WatchingRpc>(service => service.Interceptors.Add<AdminCalls>());
        if (options.Store != "embedded")
        {
            services.AddSingleton<RequestRelay>().AddHostedService<TelemetryRelay>();
        }
    }
}
