using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation;

/// <summary>
/// Checks that what a resource refers to is there, in every group that receives the resource. Only routes refer, and only to services.
/// </summary>
internal static class References
{
    /// <summary>Checks changed routes, and the routes of services that went or may have left a group.</summary>
    public static void Check(IConfigurationView after, IReadOnlyCollection<ResourceKey> changed, List<Resource> put, List<Problem> problems)
    {
        var hints = new ServiceHints(after);
        var checkedRoutes = new HashSet<string>();
        foreach (var route in put.Where(resource => resource.Route is not null))
        {
            checkedRoutes.Add(route.Name);
            CheckRoute(after, route, _ => true, hints, problems);
        }

        var narrowed = changed
            .Where(key => key.Kind == Kind.Service && (!after.TryGet(Kind.Service, key.Name, out var service) || service.Groups.Count > 0))
            .Select(key => key.Name)
            .ToHashSet();
        foreach (var route in narrowed.SelectMany(after.RoutesTo))
        {
            if (checkedRoutes.Add(route.Name))
            {
                CheckRoute(after, route, narrowed.Contains, hints, problems);
            }
        }
    }

    private static void CheckRoute(IConfigurationView after, Resource route, Func<string, bool> isOfInterest, ServiceHints hints, List<Problem> problems)
    {
        var to = route.Route.To;
        for (var at = 0; at < to.Count; at++)
        {
            if (to[at].Service.Length == 0 || !isOfInterest(to[at].Service))
            {
                continue;
            }

            var here = new ResourceProblems(Kind.Route, route.Name, problems);
            if (!after.TryGet(Kind.Service, to[at].Service, out var service))
            {
                here.Error($"to[{at}].service", $"There is no service `{to[at].Service}`.", hints.For(to[at].Service));
            }
            else if (!Reach.Of(route).IsWithin(Reach.Of(service)))
            {
                var missing = Reach.Of(route).IsEverywhere ? "all groups" : string.Join(", ", Reach.Of(route).Without(Reach.Of(service)).Groups);
                here.Error(
                    $"to[{at}].service",
                    $"The service `{service.Name}` is only in {string.Join(", ", service.Groups)}, but the route is also in {missing}.",
                    "Let the service be in all groups of the route, or the route in fewer.");
            }
        }
    }
}
