using FrontDesk.Admin.V1;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Snapshots;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Explain;

/// <summary>Says why each route of a host that did not win lost.</summary>
internal sealed class Losers(SnapshotModel snapshot, ExplainedRequest request, RouteModel? winner)
{
    private const int Most = 100;

    private readonly string _view = PathView.Of(request.Path);

    /// <summary>The losers: first those whose path matches, in the order of trial, then the others.</summary>
    public IEnumerable<Loser> All()
    {
        var tables = snapshot.Hosts.For(request.Host).ToList();
        var tried = tables.SelectMany(entry => Tried(entry.Table).Select(route => (entry.Host, Route: route)));
        var others = tables.SelectMany(static entry => entry.Table.All().Select(route => (entry.Host, Route: route)));
        return tried.Concat(others)
            .DistinctBy(static entry => entry.Route.Name)
            .Where(entry => entry.Route != winner)
            .Take(Most)
            .Select(entry => new Loser { Route = entry.Route.Name, Reason = Reason(entry.Host, entry.Route) });
    }

    /// <summary>The name under which the winner is in the host's tables.</summary>
    public string HostOf(RouteModel route) =>
        snapshot.Hosts.For(request.Host).First(entry => entry.Table.All().Contains(route) && Tried(entry.Table).Contains(route)).Host;

    /// <summary>The path by which the winner takes the request, as it was written.</summary>
    public string PathOf(RouteModel route) => PathOrder.Taking(route, _view)!.Text;

    private List<RouteModel> Tried(HostTable table)
    {
        var routes = new List<RouteModel>();
        table.Collect(_view, routes);
        return routes;
    }

    private string Reason(string host, RouteModel route)
    {
        if (PathOrder.Taking(route, _view) is not { } path)
        {
            var paths = string.Join(", ", route.Paths.Take(3).Select(static pattern => pattern.Text)) + (route.Paths.Length > 3 ? ", …" : "");
            return route.Paths.Length == 1 ? $"Its path {paths} does not match {request.Path}." : $"None of its paths ({paths}) matches {request.Path}.";
        }

        var failed = Failed(route.Conditions).ToList();
        return failed.Count > 0 ? string.Join(" ", failed) : winner is null ? "It was not tried." : Later(host, route, path, winner);
    }

    private IEnumerable<string> Failed(RouteConditions? conditions)
    {
        if (conditions is null)
        {
            yield break;
        }

        if (!conditions.Allows(request.Method))
        {
            yield return $"It takes the methods {string.Join(", ", conditions.Methods)}, and this is {request.Method}.";
        }

        foreach (var header in conditions.Headers.Where(header => !request.HeaderHolds(header.Name, header.Condition)))
        {
            yield return $"The header {header.Name} must {header.Condition.Text}.";
        }

        foreach (var parameter in conditions.Query.Where(parameter => !request.QueryHolds(parameter.Name, parameter.Condition)))
        {
            yield return $"The query parameter {parameter.Name} must {parameter.Condition.Text}.";
        }
    }

    /// <summary>It would take the request too: what comes before it, in the order of the rules.</summary>
    private string Later(string host, RouteModel route, PathPattern path, RouteModel first)
    {
        var firstHost = HostOf(first);
        if (firstHost != host)
        {
            return $"It matches too, but its host {host} is less exact than {firstHost} of {first.Name}.";
        }

        if (first.Priority != route.Priority)
        {
            return $"It matches too, but its priority {route.Priority} is lower than {first.Priority} of {first.Name}.";
        }

        var firstPath = PathOrder.Taking(first, _view)!;
        if (!firstPath.SameAs(path) && (path.Regex is null || firstPath.Regex is null || path.Text.Length != firstPath.Text.Length))
        {
            return $"It matches too, but its path {path.Text} is tried after {firstPath.Text} of {first.Name}.";
        }

        return (route.Conditions?.Count ?? 0) < (first.Conditions?.Count ?? 0)
            ? $"It matches too, but it has fewer conditions than {first.Name}."
            : $"It matches too, but its name comes after {first.Name}.";
    }
}
