using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Matching;

/// <summary>Routes that share host, priority and path, in the order of trial: more conditions before fewer, then by name.</summary>
internal static class RouteList
{
    /// <summary>The first whose conditions hold; null where none's do.</summary>
    public static RouteModel? First<TRequest>(RouteModel[] routes, ref TRequest request)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        foreach (var route in routes)
        {
            if (route.Conditions is not { } conditions || conditions.Hold(ref request))
            {
                return route;
            }
        }

        return null;
    }

    /// <summary>The list with a route more; the same list, and the rival, where there is one that it could never be told apart from.</summary>
    public static RouteModel[] With(RouteModel[] routes, RouteModel route, ref RouteModel? rival)
    {
        var at = 0;
        for (var i = 0; i < routes.Length; i++)
        {
            if (routes[i] == route)
            {
                return routes;
            }

            if (RouteConditions.Same(routes[i].Conditions, route.Conditions))
            {
                rival = routes[i];
                return routes;
            }

            at = Compare(routes[i], route) < 0 ? i + 1 : at;
        }

        return [.. routes.AsSpan(0, at), route, .. routes.AsSpan(at)];
    }

    /// <summary>The list with a route less.</summary>
    public static RouteModel[] Without(RouteModel[] routes, RouteModel route)
    {
        var at = Array.IndexOf(routes, route);
        return at < 0 ? routes : [.. routes.AsSpan(0, at), .. routes.AsSpan(at + 1)];
    }

    /// <summary>Which is tried first: less than zero for the left one.</summary>
    public static int Compare(RouteModel left, RouteModel right)
    {
        var byConditions = (right.Conditions?.Count ?? 0).CompareTo(left.Conditions?.Count ?? 0);
        return byConditions != 0 ? byConditions : string.CompareOrdinal(left.Name, right.Name);
    }
}
