using System.Globalization;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Explain;

/// <summary>Says whether access policies let a request in, and by which rule.</summary>
internal static class ExplainedAccess
{
    /// <summary>The first policy that refuses, in the order of an edge; null where none does. Tells a sentence for each that is asked.</summary>
    public static AccessModel? Refusing(SnapshotModel snapshot, ExplainedRequest facts, Address client, DateTimeOffset now, RouteModel? route, Action<string> because)
    {
        if (route is { InheritsAccess: false } && snapshot.Settings.Access is { } left)
        {
            because($"The route {route.Name} opts out of the access policy {left} of the settings.");
        }

        foreach (var name in new[] { route is { InheritsAccess: false } ? null : snapshot.Settings.Access, route?.Access })
        {
            if (name is null || !snapshot.Access.TryGetValue(name, out var policy))
            {
                continue;
            }

            var verdict = policy.Decide(facts, client, now);
            var rule = verdict.Rule < 0 ? "no rule decides" : string.Create(CultureInfo.InvariantCulture, $"its rule {verdict.Rule + 1} decides");
            if (verdict.Asks is { } auth)
            {
                because($"The access policy {name} asks the service {auth.Service} whether to let in the client {client}: {rule}. What follows is for one whom it lets in.");
                continue;
            }

            because($"The access policy {name} {Says(policy, verdict)} the client {client}: {rule}.");
            if (!verdict.IsAllowed && !policy.IsReport)
            {
                return policy;
            }
        }

        return null;
    }

    private static string Says(AccessModel policy, AccessVerdict verdict) => verdict.IsAllowed ? "lets in" : policy.IsReport ? "only tells that it would refuse" : "refuses";
}
