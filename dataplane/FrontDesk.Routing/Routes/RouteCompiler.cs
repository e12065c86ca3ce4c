using System.Text;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Compression;
using FrontDesk.Routing.Cors;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Maintenance;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Routes;

/// <summary>Compiles a route by itself: what it refers to and what it collides with is the snapshot's to say.</summary>
internal static class RouteCompiler
{
    private const int MaxHosts = 100;
    private const int MaxPaths = 100;
    private const int MaxDestinations = 20;
    private const int MaxWeight = 1000;
    private const int MaxPriority = 1000;
    private const int MaxRespondBody = 64 * 1024;
    private const ulong MaxRequestBody = 1UL << 60;

    /// <summary>The route; null, with the problems told, where it is none.</summary>
    public static RouteModel? Compile(string name, RouteConfig config, Problems problems)
    {
        var hosts = Hosts(config, problems);
        var paths = Paths(config, problems);
        var conditions = ConditionsCompiler.Compile(config.Methods, config.Headers, config.Query, "", problems, takesPreflights: config.Cors is not null);
        if (config.Priority is < -MaxPriority or > MaxPriority)
        {
            problems.Add("priority", $"{config.Priority} is not a priority.", $"Use {-MaxPriority} to {MaxPriority}.");
        }

        var answers = (config.To.Count > 0 ? 1 : 0) + (config.Redirect is null ? 0 : 1) + (config.Respond is null ? 0 : 1);
        if (answers != 1)
        {
            problems.Add("", answers == 0 ? "The route says not what answers." : "The route says more than one way to answer.", "Give exactly one of to, redirect and respond.");
        }

        var destinations = Destinations(config, problems);
        var redirect = config.Redirect is null ? null : RedirectCompiler.Compile(config.Redirect, problems);
        var respond = config.Respond is null ? null : Respond(config.Respond, problems);
        var strip = Strip(config.Request?.StripPrefix, problems);
        var maxBody = config.Request?.MaxBody ?? 0;
        if (maxBody > MaxRequestBody)
        {
            problems.Add("request.maxBody", "The size is out of range.", "Use 1 to 1 EiB, or leave it out for no limit.");
        }

        var requestHeaders = HeaderChangesCompiler.Compile(config.Request?.Headers, "request.headers", problems);
        var responseHeaders = HeaderChangesCompiler.Compile(config.Response?.Headers, "response.headers", problems);
        var maintenance = MaintenanceCompiler.Compile(config.Maintenance, problems);
        var limits = LimitNames.Compile(config.Limits, problems);
        var cors = CorsCompiler.Compile(config.Cors, config.Methods, problems);
        var compression = CompressionCompiler.Compile(config.Compression, problems);
        var securityHeaders = SecurityHeadersCompiler.Compile(config.Response?.SecurityHeaders ?? default, problems);
        return !problems.None ? null : new RouteModel
        {
            Name = name,
            Hosts = hosts,
            Paths = paths,
            Conditions = conditions,
            Priority = config.Priority,
            Destinations = destinations,
            TotalWeight = destinations.Sum(static destination => destination.Weight),
            Redirect = redirect,
            Respond = respond,
            StripPrefix = strip,
            MaxBody = maxBody == 0 ? long.MaxValue : (long)maxBody,
            RequestHeaders = requestHeaders,
            ResponseHeaders = responseHeaders,
            Maintenance = maintenance,
            Limits = limits,
            Access = config.Access is { Policy.Length: > 0 } access ? access.Policy : null,
            Cors = cors,
            Compression = compression,
            SecurityHeaders = securityHeaders,
            InheritsAccess = config.Access is not { HasInherit: true, Inherit: false },
        };
    }

    private static string[] Hosts(RouteConfig config, Problems problems)
    {
        if (config.Hosts.Count is 0 or > MaxHosts)
        {
            problems.Add("hosts", $"A route has 1 to {MaxHosts} hosts, this one has {config.Hosts.Count}.", "`*` stands for every host.");
        }

        var hosts = new List<string>(config.Hosts.Count);
        for (var i = 0; i < config.Hosts.Count; i++)
        {
            var host = config.Hosts[i];
            if (host != "*" && !HostPattern.TryNormalise(host, out host))
            {
                problems.Add($"hosts[{i}]", $"`{config.Hosts[i]}` is not a host.", "Use a name without port, `*.` and a name, or `*`; international names as A-labels (xn--…).");
            }
            else if (!hosts.Contains(host))
            {
                hosts.Add(host);
            }
        }

        return [.. hosts];
    }

    private static PathPattern[] Paths(RouteConfig config, Problems problems)
    {
        if (config.Paths.Count > MaxPaths)
        {
            problems.Add("paths", $"A route has at most {MaxPaths} paths, this one has {config.Paths.Count}.");
        }

        if (config.Paths.Count == 0)
        {
            return Everywhere;
        }

        var paths = new List<PathPattern>(config.Paths.Count);
        for (var i = 0; i < config.Paths.Count; i++)
        {
            if (PathPattern.Compile(config.Paths[i], $"paths[{i}]", problems) is { } path && !paths.Exists(path.SameAs))
            {
                paths.Add(path);
            }
        }

        return [.. paths];
    }

    private static readonly PathPattern[] Everywhere = [PathPattern.All];

    private static DestinationModel[] Destinations(RouteConfig config, Problems problems)
    {
        if (config.To.Count > MaxDestinations)
        {
            problems.Add("to", $"A route has at most {MaxDestinations} services, this one has {config.To.Count}.");
        }

        var destinations = new DestinationModel[config.To.Count];
        for (var i = 0; i < destinations.Length; i++)
        {
            var to = config.To[i];
            destinations[i] = new(to.Service, to.HasWeight ? (int)Math.Min(to.Weight, int.MaxValue) : 1);
            if (destinations[i].Weight > MaxWeight)
            {
                problems.Add($"to[{i}].weight", $"{to.Weight} is not a weight.", $"Use 0 to {MaxWeight}.");
            }

            if (destinations.AsSpan(0, i).ToArray().Any(other => other.Service == to.Service))
            {
                problems.Add($"to[{i}].service", $"The service {to.Service} is named twice.", "Name it once, with the sum of the weights.");
            }
        }

        if (destinations.Length > 0 && Array.TrueForAll(destinations, static destination => destination.Weight == 0))
        {
            problems.Add("to", "All weights are 0, so that no service would answer.");
        }

        return destinations;
    }

    private static RespondModel Respond(Respond config, Problems problems)
    {
        var status = config.Status == 0 ? 200 : (int)Math.Min(config.Status, int.MaxValue);
        if (status is < 200 or > 599)
        {
            problems.Add("respond.status", $"{config.Status} is not a status to answer with.", "Use 200 to 599.");
        }

        var body = Encoding.UTF8.GetBytes(config.Body);
        if (body.Length > MaxRespondBody)
        {
            problems.Add("respond.body", $"The body has {body.Length} bytes, and at most {MaxRespondBody} are allowed.");
        }

        var type = config.ContentType.Length == 0 ? "text/plain; charset=utf-8" : config.ContentType;
        if (type.Length > 253 || type.AsSpan().ContainsAnyExceptInRange(' ', '~') || !type.Contains('/', StringComparison.Ordinal))
        {
            problems.Add("respond.contentType", $"`{type}` is not a media type.", "Write for example text/html; charset=utf-8.");
        }

        return new(status, body, type);
    }

    private static string? Strip(string? prefix, Problems problems)
    {
        if (string.IsNullOrEmpty(prefix))
        {
            return null;
        }

        var text = prefix.Length > 1 && prefix.EndsWith('/') ? prefix[..^1] : prefix;
        if (PathPattern.Compile(text, "request.stripPrefix", problems) is not { } pattern)
        {
            return null;
        }

        if (pattern.Regex is not null || pattern.Rest || Array.Exists(pattern.Segments, static segment => segment is null or ""))
        {
            problems.Add("request.stripPrefix", $"`{prefix}` is not a prefix of whole segments.", "Write for example /api.");
        }

        return "/" + string.Join('/', pattern.Segments);
    }
}
