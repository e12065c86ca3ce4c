using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Compression;
using FrontDesk.Configuration.Validation.Cors;
using FrontDesk.Configuration.Validation.Limits;
using FrontDesk.Configuration.Validation.Maintenance;

namespace FrontDesk.Configuration.Validation.Routes;

/// <summary>What a route must be by itself.</summary>
internal static class RouteRules
{
    private const int MaxHosts = 100;
    private const int MaxPaths = 100;
    private const int MaxPriority = 1000;
    private const ulong MaxRequestBody = 1UL << 60;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(RouteConfig route, ResourceProblems problems)
    {
        CheckHosts(route, problems);
        problems.CheckCount("paths", route.Paths.Count, 0, MaxPaths);
        for (var at = 0; at < route.Paths.Count; at++)
        {
            PathPatterns.Check($"paths[{at}]", route.Paths[at], problems);
            CheckOnce($"paths[{at}]", route.Paths, at, problems);
        }

        MethodRules.Check("methods", route.Methods, problems);
        ConditionRules.CheckHeaders("headers", route.Headers, problems);
        ConditionRules.CheckQuery(route.Query, problems);
        AnswerRules.Check(route, problems);
        if (route.Request is { StripPrefix.Length: > 0 } request)
        {
            PathPatterns.CheckPrefix("request.stripPrefix", request.StripPrefix, problems);
        }

        if (route.Request is { MaxBody: > MaxRequestBody })
        {
            problems.Error("request.maxBody", "The size is out of range.", "Use 1 to 1 EiB, or leave it out for no limit.");
        }

        HeaderChangeRules.Check("request.headers", route.Request?.Headers, problems);
        HeaderChangeRules.Check("response.headers", route.Response?.Headers, problems);
        if (route.Response is { } response && !Enum.IsDefined(response.SecurityHeaders))
        {
            problems.Error("response.securityHeaders", $"{(int)response.SecurityHeaders} is not a preset.", "Use basic or strict.");
        }

        CorsRules.Check(route.Cors, problems);
        CompressionRules.Check(route.Compression, problems);
        MaintenanceRules.Check(route.Maintenance, problems);
        if (route.Access is { Policy.Length: 0, Inherit: true } or { Policy.Length: 0, HasInherit: false })
        {
            problems.Error("access", "The access of the route says nothing.", "Write the name of a policy, or `{ inherit: false }`.");
        }

        LimitNames.Check(route.Limits, problems);
        problems.CheckRange("priority", route.Priority, -MaxPriority, MaxPriority);
    }

    private static void CheckHosts(RouteConfig route, ResourceProblems problems)
    {
        if (route.Hosts.Count == 0)
        {
            var hint = problems.Name.Contains('.', StringComparison.Ordinal) ? $"Write `hosts: [{problems.Name}]`." : "Write `hosts: [NAME]`, or `hosts: [\"*\"]` for every host.";
            problems.Error("hosts", "A route needs at least one host.", hint);
        }

        problems.CheckCount("hosts", route.Hosts.Count, 0, MaxHosts);
        for (var at = 0; at < route.Hosts.Count; at++)
        {
            if (route.Hosts[at] != "*" && !HostNames.IsBracketedAddress(route.Hosts[at]))
            {
                HostNames.CheckPattern($"hosts[{at}]", route.Hosts[at], problems);
            }

            CheckOnce($"hosts[{at}]", route.Hosts, at, problems);
        }
    }

    private static void CheckOnce(string field, IList<string> values, int at, ResourceProblems problems)
    {
        if (values.IndexOf(values[at]) < at)
        {
            problems.Error(field, $"`{values[at]}` is there twice.", "Name it once.");
        }
    }
}
