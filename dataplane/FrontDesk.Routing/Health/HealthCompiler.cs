using System.Globalization;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Services;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Health;

/// <summary>Compiles how the health of a service's endpoints is found out.</summary>
internal static class HealthCompiler
{
    private const int MaxRanges = 20;
    private const int MaxPath = 2048;
    private const int MaxName = 253;

    private static readonly StatusRange[] Success = [new(200, 299)];

    /// <summary>The model; null where nothing is found out. Problems are told.</summary>
    public static HealthModel? Compile(ServiceConfig service, string? fixedHost, Problems problems)
    {
        if (service.Health is not { } config)
        {
            return null;
        }

        problems.CheckRange("health.panicBelow", config.PanicBelow, 0, 100);
        return new(
            config.Active is null ? null : Active(config.Active, service, fixedHost, problems),
            config.Passive is null ? null : Passive(config.Passive, problems),
            (int)config.PanicBelow);
    }

    private static PassiveHealthModel Passive(PassiveHealth config, Problems problems) => new(
        problems.Number("health.passive.failures", config.Failures, 1, 1000, 5),
        Durations.Compile(config.For, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "health.passive.for", problems),
        problems.Number("health.passive.maxEjected", config.MaxEjected, 1, 100, 50));

    private static ActiveHealthModel Active(ActiveHealth config, ServiceConfig service, string? fixedHost, Problems problems)
    {
        var type = config.Type == HealthCheck.Unspecified ? HealthCheck.Http : config.Type;
        if (!Enum.IsDefined(type))
        {
            problems.Add("health.active.type", $"{(int)type} is not a check that this version knows.");
        }

        if (type == HealthCheck.Grpc && service.Endpoints.Any(static endpoint => !endpoint.Url.StartsWith("https://", StringComparison.Ordinal) && !endpoint.Url.StartsWith("h2c://", StringComparison.Ordinal)))
        {
            problems.Add("health.active.type", "gRPC is spoken over HTTP/2 only.", "Let all endpoints be https:// or h2c://, or use another check.");
        }

        if (config.Jitter > 50)
        {
            problems.Add("health.active.jitter", $"{config.Jitter} is out of range.", "Use 0 to 50.");
        }

        if (config.Service.Length > MaxName || config.Service.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Add("health.active.service", $"A gRPC service's name has at most {MaxName} characters of printable ASCII.");
        }

        if (config.Host.Length > 0 && !HostName.TryNormalise(config.Host, out _))
        {
            problems.Add("health.active.host", $"`{config.Host}` is not a host name.");
        }

        return new()
        {
            Type = type,
            Path = Path(config.Path, problems),
            Interval = Durations.Compile(config.Interval, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "health.active.interval", problems),
            Timeout = Durations.Compile(config.Timeout, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "health.active.timeout", problems),
            Jitter = (config.HasJitter ? config.Jitter : 10) / 100.0,
            HealthyAfter = problems.Number("health.active.healthyAfter", config.HealthyAfter, 1, 100, 2),
            UnhealthyAfter = problems.Number("health.active.unhealthyAfter", config.UnhealthyAfter, 1, 100, 3),
            Expect = Expect(config, problems),
            Host = config.Host.Length > 0 ? config.Host : fixedHost,
            Service = config.Service,
        };
    }

    private static string Path(string path, Problems problems)
    {
        if (path.Length > MaxPath || (path.Length > 0 && path[0] != '/') || path.AsSpan().ContainsAnyExceptInRange('!', '~') || path.Contains('#', StringComparison.Ordinal))
        {
            problems.Add("health.active.path", $"`{path}` is not an absolute path of at most {MaxPath} characters of printable ASCII.", "Write for example /healthz.");
        }

        return path.Length == 0 ? "/" : path;
    }

    private static StatusRange[] Expect(ActiveHealth config, Problems problems)
    {
        if (config.Expect.Count > MaxRanges)
        {
            problems.Add("health.active.expect", $"There are {config.Expect.Count} ranges, and at most {MaxRanges} are allowed.");
        }

        var ranges = new List<StatusRange>();
        for (var i = 0; i < config.Expect.Count; i++)
        {
            var text = config.Expect[i];
            var hyphen = text.IndexOf('-', StringComparison.Ordinal);
            if (!TryStatus(hyphen < 0 ? text : text[..hyphen], out var first) || !TryStatus(hyphen < 0 ? text : text[(hyphen + 1)..], out var last) || last < first)
            {
                problems.Add($"health.active.expect[{i}]", $"`{text}` is not a status or a range of statuses.", "Write for example 204 or 200-399.");
                continue;
            }

            ranges.Add(new(first, last));
        }

        return ranges.Count == 0 ? Success : [.. ranges];
    }

    private static bool TryStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && text.Length == 3 && status is >= 100 and <= 599;
}
