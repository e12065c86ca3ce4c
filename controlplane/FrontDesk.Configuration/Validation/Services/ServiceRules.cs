using FrontDesk.Config.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Configuration.Validation.Services;

/// <summary>What a service must be.</summary>
internal static class ServiceRules
{
    private const int MaxEndpoints = 1_000;
    private const int MaxWeight = 1_000;

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

        if (service.Endpoints.Count > 0 && service.Endpoints.All(endpoint => endpoint is { HasWeight: true, Weight: 0 }))
        {
            problems.Error("endpoints", "All weights are 0, so that no endpoint would get a request.", "Give one of them a weight.");
        }

        if (!System.Enum.IsDefined(service.Balance))
        {
            problems.Error("balance", "This way to choose an endpoint is not supported by this version.");
        }

        if (service.Host is not ("" or "preserve" or "endpoint") && !HostNames.IsName(service.Host))
        {
            problems.Error("host", $"`{service.Host}` is not a host name.", "Write `preserve`, `endpoint` or a name in lower case.");
        }

        if (service.Timeouts is { } timeouts)
        {
            CheckTimeout("connect", timeouts.Connect, TimeSpan.FromHours(1), problems);
            CheckTimeout("firstByte", timeouts.FirstByte, TimeSpan.FromHours(24), problems);
            CheckTimeout("idle", timeouts.Idle, TimeSpan.FromHours(24), problems);
            CheckTimeout("tunnel", timeouts.Tunnel, TimeSpan.FromDays(7), problems);
        }
    }

    private static void CheckTimeout(string name, Duration? timeout, TimeSpan most, ResourceProblems problems)
    {
        // Nanos counts on top of seconds and has their sign; the well-known type says so and does not enforce it.
        if (timeout is not null && (timeout.Nanos is < 0 or > 999_999_999 || timeout.Seconds > most.TotalSeconds || timeout is { Seconds: <= 0, Nanos: < 1_000_000 } || timeout.Seconds < 0
            || (timeout.Seconds == (long)most.TotalSeconds && timeout.Nanos > 0)))
        {
            problems.Error($"timeouts.{name}", $"A timeout is 1ms to {(most.TotalDays > 1 ? $"{most.TotalDays}d" : $"{most.TotalHours}h")} here.");
        }
    }
}
