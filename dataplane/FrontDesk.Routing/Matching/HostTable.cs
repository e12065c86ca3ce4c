using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Matching;

/// <summary>
/// The routes of one host that share a priority, and those of lower priority after them. Immutable: a change makes a new table that
/// shares what it did not touch.
/// </summary>
/// <param name="priority">The routes' priority.</param>
/// <param name="root">The tree of their paths.</param>
/// <param name="expressions">Their regular expressions, in the order of trial: the longest first, then as <see cref="RouteList"/> says.</param>
/// <param name="next">The next lower priority; null for none.</param>
internal sealed class HostTable(int priority, PathNode root, ExpressionRoute[] expressions, HostTable? next)
{
    /// <summary>
    /// The route that takes every path under every condition, where it is the host's only one; as most are. Kept here because among very many hosts each step to the
    /// next object misses the cache.
    /// </summary>
    private readonly RouteModel? _only = next is null && expressions.Length == 0 && root.IsLeaf && root.Exact.Length == 0 && root.Rest is [{ Conditions: null } only] ? only : null;

    /// <summary>The routes' priority.</summary>
    public int Priority => priority;

    /// <summary>The tree of their paths.</summary>
    public PathNode Root => root;

    /// <summary>Their regular expressions, in the order of trial.</summary>
    public ExpressionRoute[] Expressions => expressions;

    /// <summary>The next lower priority; null for none.</summary>
    public HostTable? Next => next;

    /// <summary>The first route for a path (as <see cref="Targets.PathView"/> shows it); null where none matches.</summary>
    public RouteModel? Match<TRequest>(scoped ReadOnlySpan<char> path, ref TRequest request)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        if (_only is not null)
        {
            return _only;
        }

        for (var table = this; table is not null; table = table.Next)
        {
            if (table.Root.Match(path, ref request) is { } route)
            {
                return route;
            }

            foreach (var expression in table.Expressions)
            {
                if (expression.Regex.IsMatch(path) && (expression.Route.Conditions?.Hold(ref request) ?? true))
                {
                    return expression.Route;
                }
            }
        }

        return null;
    }

    /// <summary>All routes for a path, whatever their conditions, in the order in which <see cref="Match"/> tries them.</summary>
    public void Collect(scoped ReadOnlySpan<char> path, List<RouteModel> routes)
    {
        for (var table = this; table is not null; table = table.Next)
        {
            table.Root.Collect(path, routes);
            foreach (var expression in table.Expressions)
            {
                if (expression.Regex.IsMatch(path))
                {
                    routes.Add(expression.Route);
                }
            }
        }
    }

    /// <summary>All routes of the host.</summary>
    public IEnumerable<RouteModel> All() =>
        Root.All().Concat(Expressions.Select(static expression => expression.Route)).Concat(Next?.All() ?? []);

    /// <summary>A table with a route more; tells the one that it could never be told apart from.</summary>
    public static HostTable With(HostTable? table, PathPattern pattern, RouteModel route, ref RouteModel? rival)
    {
        if (table is null || table.Priority < route.Priority)
        {
            return new HostTable(route.Priority, PathNode.Empty, [], table).WithHere(pattern, route, ref rival);
        }

        return table.Priority > route.Priority
            ? new(table.Priority, table.Root, table.Expressions, With(table.Next, pattern, route, ref rival))
            : table.WithHere(pattern, route, ref rival);
    }

    /// <summary>A table with a route less; null where this leaves none.</summary>
    public static HostTable? Without(HostTable? table, PathPattern pattern, RouteModel route)
    {
        if (table is null || table.Priority < route.Priority)
        {
            return table;
        }

        return table.Priority > route.Priority
            ? new(table.Priority, table.Root, table.Expressions, Without(table.Next, pattern, route))
            : table.WithoutHere(pattern, route);
    }

    private HostTable WithHere(PathPattern pattern, RouteModel route, ref RouteModel? rival) =>
        pattern.Regex is null
            ? new(Priority, Root.With(pattern, 0, route, ref rival), Expressions, Next)
            : new(Priority, Root, ExpressionRoute.With(Expressions, new(pattern, route), ref rival), Next);

    private HostTable? WithoutHere(PathPattern pattern, RouteModel route)
    {
        var less = pattern.Regex is null ? Root.Without(pattern, 0, route) : Root;
        var expressions = pattern.Regex is null ? Expressions : ExpressionRoute.Without(Expressions, new(pattern, route));
        return less.IsEmpty && expressions.Length == 0 ? Next : new(Priority, less, expressions, Next);
    }
}
