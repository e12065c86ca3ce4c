using FrontDesk.Edge.Discovery;
using FrontDesk.Edge.Health;
using FrontDesk.Edge.Retries;
using FrontDesk.Edge.Status;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Registers what passes requests on, and what keeps services fit for that.</summary>
internal static class ForwardingRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.TryAddSingleton<Degradations>();
        services.TryAddSingleton<IResolver, SystemResolver>();
        services.AddSingleton<NameWatch>();
        services.AddSingleton<HealthChecks>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthChecks>());
        services.AddSingleton<ServiceUpkeep>();
        services.AddSingleton<Ejections>();
        services.AddHostedService(provider => provider.GetRequiredService<Ejections>());
        services.AddHostedService<HealthMetrics>();
        services.AddSingleton<RetryMetrics>();
        services.AddHttpForwarder();
        // What the forwarder would say about a failed request is in that request's own log line.
        services.AddLogging(logging => logging.AddFilter("Yarp.ReverseProxy", LogLevel.None));
        return services;
    }
}
