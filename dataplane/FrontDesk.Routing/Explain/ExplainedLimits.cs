using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Explain;

/// <summary>Says which limits a request is held to, and under which key. How much of each is used only the edges know.</summary>
internal static class ExplainedLimits
{
    /// <summary>Tells a sentence for each limit, in the order of an edge.</summary>
    public static void Tell(SnapshotModel snapshot, ExplainRequest request, RouteModel? route, Action<string> because)
    {
        var client = ExplainedClient.Of(request);
        foreach (var name in snapshot.Settings.Limits.Concat(route?.Limits ?? []))
        {
            if (snapshot.Limits.TryGetValue(name, out var limit))
            {
                because(limit.Exempt?.Contains(client) == true
                    ? $"The limit {name} does not hold for the client {client}, which is exempt."
                    : $"The limit {name} {(limit.IsReport ? "only tells of more than" : "allows")} {Amount(limit)}, counted {Key(limit, client)}.");
            }
        }
    }

    private static string Amount(LimitModel limit) => limit.Method switch
    {
        LimitMethod.Concurrency => string.Create(CultureInfo.InvariantCulture, $"{limit.Count} requests at a time"),
        LimitMethod.TokenBucket => string.Create(CultureInfo.InvariantCulture, $"{limit.Count} requests per {Period(limit)} and {limit.Burst} at once"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{limit.Count} requests in any {Period(limit)}"),
    };

    private static string Period(LimitModel limit) => limit.Period switch { 1 => "second", 60 => "minute", 3_600 => "hour", _ => "day" };

    private static string Key(LimitModel limit, Address client) => limit.Key.Length == 0 ? "for all requests together" : "by " + string.Join(" and ", limit.Key.Select(part => part.Source switch
    {
        LimitKeySource.ClientIp => $"client address ({(client.IsIPv4 ? $"{client}" : string.Create(CultureInfo.InvariantCulture, $"{client.Network(limit.IPv6Prefix)}/{limit.IPv6Prefix}"))})",
        LimitKeySource.Host => "host",
        LimitKeySource.Route => "route",
        LimitKeySource.User => "user",
        LimitKeySource.ApiKey => "API key",
        _ => $"the header {part.Header}",
    }));
}
