using System.Globalization;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Health;

/// <summary>What a service's `health` must be.</summary>
internal static class HealthRules
{
    private const int MaxRanges = 20;
    private const int MaxPath = 2_048;
    private const int MaxName = 253;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(ServiceConfig service, ResourceProblems problems)
    {
        if (service.Health is not { } health)
        {
            return;
        }

        problems.CheckRange("health.panicBelow", health.PanicBelow, 0, 100);
        if (health.Passive is { } passive)
        {
            problems.CheckNumber("health.passive.failures", passive.Failures, 1, 1_000);
            problems.CheckDuration("health.passive.for", passive.For, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
            problems.CheckNumber("health.passive.maxEjected", passive.MaxEjected, 1, 100);
        }

        if (health.Active is { } active)
        {
            Check(active, service, problems);
        }
    }

    private static void Check(ActiveHealth active, ServiceConfig service, ResourceProblems problems)
    {
        if (!Enum.IsDefined(active.Type))
        {
            problems.Error("health.active.type", "This check is not supported by this version.", "Use http, tcp or grpc.");
        }

        if (active.Type == HealthCheck.Grpc && !service.Endpoints.All(static endpoint => IsHttp2(endpoint.Url)))
        {
            problems.Error("health.active.type", "gRPC is spoken over HTTP/2 only, and not all endpoints are https:// or h2c://.", "Change the endpoints, or use http or tcp.");
        }

        if (active.Path.Length > MaxPath || (active.Path.Length > 0 && active.Path[0] != '/') || active.Path.AsSpan().ContainsAnyExceptInRange('!', '~') || active.Path.Contains('#', StringComparison.Ordinal))
        {
            problems.Error("health.active.path", $"`{active.Path}` is not an absolute path of at most {MaxPath} characters of printable ASCII.", "Write for example /healthz.");
        }

        problems.CheckDuration("health.active.interval", active.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        problems.CheckDuration("health.active.timeout", active.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        problems.CheckRange("health.active.jitter", active.Jitter, 0, 50);
        problems.CheckNumber("health.active.healthyAfter", active.HealthyAfter, 1, 100);
        problems.CheckNumber("health.active.unhealthyAfter", active.UnhealthyAfter, 1, 100);
        CheckExpect(active, problems);
        if (active.Host.Length > 0 && !HostNames.IsName(active.Host))
        {
            problems.Error("health.active.host", $"`{active.Host}` is not a host name.", "Write a name in lower case.");
        }

        if (active.Service.Length > MaxName || active.Service.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Error("health.active.service", $"A gRPC service's name has at most {MaxName} characters of printable ASCII.");
        }
    }

    private static void CheckExpect(ActiveHealth active, ResourceProblems problems)
    {
        problems.CheckCount("health.active.expect", active.Expect.Count, 0, MaxRanges);
        for (var at = 0; at < active.Expect.Count; at++)
        {
            var parts = active.Expect[at].Split('-');
            if (parts.Length > 2 || !TryStatus(parts[0], out var first) || !TryStatus(parts[^1], out var last) || last < first)
            {
                problems.Error($"health.active.expect[{at}]", $"`{active.Expect[at]}` is not a status or a range of statuses.", "Write for example 204 or 200-399.");
            }
        }
    }

    private static bool IsHttp2(string url) => url.StartsWith("https://", StringComparison.Ordinal) || url.StartsWith("h2c://", StringComparison.Ordinal);

    private static bool TryStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && text.Length == 3 && status is >= 100 and <= 599;
}
