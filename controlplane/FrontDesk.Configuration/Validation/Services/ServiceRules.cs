using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Health;
using FrontDesk.Configuration.Validation.Maintenance;
using FrontDesk.Configuration.Validation.Retries;

namespace FrontDesk.Configuration.Validation.Services;

/// <summary>What a service must be.</summary>
internal static class ServiceRules
{
    private const int MaxEndpoints = 1_000;
    private const int MaxWeight = 1_000;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    /// <summary>Tells what is wrong.</summary>
    public static void Check(ServiceConfig service, ResourceProblems problems)
    {
        problems.CheckCount("endpoints", service.Endpoints.Count, 1, MaxEndpoints);
        var places = new HashSet<string>();
        for (var at = 0; at < service.Endpoints.Count; at++)
        {
            var endpoint = service.Endpoints[at];
            EndpointUrls.Check($"endpoints[{at}].url", endpoint.Url, problems);
            if (!places.Add(EndpointUrls.PlaceOf(endpoint.Url)))
            {
                problems.Error($"endpoints[{at}].url", $"The endpoint `{endpoint.Url}` is there twice.", "Name it once, and give it a weight.");
            }

            if (endpoint.HasWeight)
            {
                problems.CheckRange($"endpoints[{at}].weight", endpoint.Weight, 0, MaxWeight);
            }
        }

        if (service.Endpoints.Count > 0 && service.Endpoints.All(endpoint => endpoint.Drain || endpoint is { HasWeight: true, Weight: 0 }))
        {
            problems.Error("endpoints", "All endpoints are drained or have the weight 0, so that none would get a request.", "Let one of them have requests.");
        }

        if (!Enum.IsDefined(service.Balance))
        {
            problems.Error("balance", "This way to choose an endpoint is not supported by this version.");
        }

        if (service.Host is not ("" or "preserve" or "endpoint") && !HostNames.IsName(service.Host))
        {
            problems.Error("host", $"`{service.Host}` is not a host name.", "Write `preserve`, `endpoint` or a name in lower case.");
        }

        if (service.Timeouts is { } timeouts)
        {
            problems.CheckDuration("timeouts.connect", timeouts.Connect, Least, TimeSpan.FromHours(1));
            problems.CheckDuration("timeouts.firstByte", timeouts.FirstByte, Least, TimeSpan.FromHours(24));
            problems.CheckDuration("timeouts.idle", timeouts.Idle, Least, TimeSpan.FromHours(24));
            problems.CheckDuration("timeouts.tunnel", timeouts.Tunnel, Least, TimeSpan.FromDays(7));
        }

        HealthRules.Check(service, problems);
        RetriesRules.Check(service.Retries, problems);
        HashRules.Check(service, problems);
        if (service.Connections is { } connections)
        {
            problems.CheckRange("connections.max", connections.Max, 1, 1_000_000);
            problems.CheckRange("connections.maxPending", connections.MaxPending, 0, 100_000);
            problems.CheckDuration("connections.pendingTimeout", connections.PendingTimeout, Least, TimeSpan.FromMinutes(1));
        }

        ServiceTlsRules.Check(service, problems);
        MaintenanceRules.Check(service.Maintenance, problems);
    }
}
