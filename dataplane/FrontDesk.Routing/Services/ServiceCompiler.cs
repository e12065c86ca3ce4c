using FrontDesk.Config.V1;
using FrontDesk.Routing.Health;
using FrontDesk.Routing.Maintenance;
using FrontDesk.Routing.Retries;
using FrontDesk.Routing.Targets;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Routing.Services;

/// <summary>Compiles a service.</summary>
internal static class ServiceCompiler
{
    private const int MaxEndpoints = 1000;
    private const int MaxWeight = 1000;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    /// <summary>The service; null, with the problems told, where it is none.</summary>
    public static ServiceModel? Compile(string name, ServiceConfig config, Problems problems)
    {
        var endpoints = Endpoints(config, problems);
        var (mode, host) = Host(config.Host, problems);
        var balance = config.Balance == Balance.Unspecified ? Balance.PowerOfTwo : config.Balance;
        if (!System.Enum.IsDefined(balance))
        {
            problems.Add("balance", $"{(int)balance} is not a way to balance that this version knows.");
        }

        var timeouts = config.Timeouts ?? new Timeouts();
        var service = new ServiceModel
        {
            Name = name,
            Endpoints = endpoints,
            Balance = balance,
            ConnectTimeout = Timeout(timeouts.Connect, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), "timeouts.connect", problems),
            FirstByteTimeout = Timeout(timeouts.FirstByte, TimeSpan.FromSeconds(60), TimeSpan.FromHours(24), "timeouts.firstByte", problems),
            IdleTimeout = Timeout(timeouts.Idle, TimeSpan.FromSeconds(90), TimeSpan.FromHours(24), "timeouts.idle", problems),
            TunnelTimeout = Timeout(timeouts.Tunnel, TimeSpan.FromHours(1), TimeSpan.FromDays(7), "timeouts.tunnel", problems),
            HostMode = mode,
            FixedHost = host,
            Health = HealthCompiler.Compile(config, host, problems),
            Retries = RetriesCompiler.Compile(config.Retries, problems),
            Hash = HashCompiler.Compile(config, problems),
            Connections = ConnectionLimitsModel.Compile(config.Connections, problems),
            Tls = ServiceTlsCompiler.Compile(config.Tls, problems),
            Maintenance = MaintenanceCompiler.Compile(config.Maintenance, problems),
        };
        return problems.None ? service : null;
    }

    private static EndpointModel[] Endpoints(ServiceConfig config, Problems problems)
    {
        if (config.Endpoints.Count is 0 or > MaxEndpoints)
        {
            problems.Add("endpoints", $"A service has 1 to {MaxEndpoints} endpoints, this one has {config.Endpoints.Count}.");
        }

        var endpoints = new List<EndpointModel>(config.Endpoints.Count);
        var seen = new HashSet<(EndpointScheme, string, int, string)>();
        for (var i = 0; i < config.Endpoints.Count; i++)
        {
            var endpoint = config.Endpoints[i];
            if (endpoint.HasWeight && endpoint.Weight > MaxWeight)
            {
                problems.Add($"endpoints[{i}].weight", $"{endpoint.Weight} is not a weight.", $"Use 0 to {MaxWeight}.");
            }

            if (EndpointUrl.Parse(endpoint.Url, WeightOf(endpoint), $"endpoints[{i}].url", problems) is not { } model)
            {
                continue;
            }

            if (!seen.Add((model.Scheme, model.Host, model.Port, model.BasePath)))
            {
                problems.Add($"endpoints[{i}].url", $"The endpoint {endpoint.Url} is there twice.", "Give one of them a weight instead.");
            }

            endpoints.Add(model);
        }

        return [.. endpoints];
    }

    private static int WeightOf(Endpoint endpoint) => endpoint.Drain ? 0 : endpoint.HasWeight ? (int)Math.Min(endpoint.Weight, MaxWeight) : 1;

    private static (HostMode Mode, string? Host) Host(string host, Problems problems)
    {
        switch (host)
        {
            case "" or "preserve":
                return (HostMode.Preserve, null);
            case "endpoint":
                return (HostMode.Endpoint, null);
            case not null when HostName.TryNormalise(host, out _):
                return (HostMode.Fixed, host.ToLowerInvariant());
            default:
                problems.Add("host", $"`{host}` is not a host name.", "Use preserve, endpoint or a host name.");
                return default;
        }
    }

    private static TimeSpan Timeout(Duration? configured, TimeSpan standard, TimeSpan most, string field, Problems problems) =>
        Durations.Compile(configured, standard, Least, most, field, problems);
}
