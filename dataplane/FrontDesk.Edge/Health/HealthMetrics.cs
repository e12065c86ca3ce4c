using System.Diagnostics.Metrics;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Snapshots;

namespace FrontDesk.Edge.Health;

/// <summary>Measures health when someone looks, at no cost to requests.</summary>
internal sealed class HealthMetrics : IHostedService
{
    // Endpoints that are shown one by one; a desk may have a hundred thousand.
    private const int MostShown = 1000;

    /// <summary>Makes the instruments.</summary>
    public HealthMetrics(IMeterFactory meters, CurrentSnapshot current)
    {
        var meter = meters.Create("frontdesk.health");
        meter.CreateObservableGauge("frontdesk.endpoint.healthy", () => Endpoints(current), "1", "1 where an endpoint is fit to be asked, 0 where it is not; of services with `health`, the first thousand.");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<Measurement<int>> Endpoints(CurrentSnapshot current) => current.Value is { } snapshot
        ? snapshot.Services.All.Where(static service => service.Model.Health is not null)
            .SelectMany(static service => service.Pool.All.Select(endpoint => Measure(service, endpoint))).Take(MostShown)
        : [];

    private static Measurement<int> Measure(ServiceState service, ServiceEndpoint endpoint) => new(
        endpoint.State.Health.IsUsable ? 1 : 0,
        new("frontdesk.service", service.Model.Name),
        new("frontdesk.endpoint", endpoint.Resolved is { } address ? $"{endpoint.Model.Url} ({address})" : endpoint.Model.Url));
}
