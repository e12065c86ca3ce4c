using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Matching;

/// <summary>
/// A place in the tree of a host's paths, one level a segment. Immutable: a change makes new nodes from the root to the place, and
/// shares all others.
/// </summary>
internal sealed class PathNode
{
    /// <summary>The node without routes.</summary>
    public static PathNode Empty { get; } = new();

    /// <summary>The next segment, letter for letter.</summary>
    public PersistentMap<PathNode> Literals { get; private init; } = PersistentMap<PathNode>.Empty;

    /// <summary>The next segment where it is any but the empty one: `{x}`.</summary>
    public PathNode? Any { get; private init; }

    /// <summary>Routes whose path ends here.</summary>
    public RouteModel[] Exact { get; private init; } = [];

    /// <summary>Routes whose path is all from here: `/*`.</summary>
    public RouteModel[] Rest { get; private init; } = [];

    /// <summary>Whether nothing is below.</summary>
    public bool IsLeaf => Literals.Count == 0 && Any is null;

    /// <summary>Whether no route is here or below.</summary>
    public bool IsEmpty => IsLeaf && Exact.Length == 0 && Rest.Length == 0;

    /// <summary>The first route for what is left of a path; literal before `{x}` before `/*`, going back where conditions fail.</summary>
    public RouteModel? Match<TRequest>(scoped ReadOnlySpan<char> path, ref TRequest request)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        if (path.IsEmpty)
        {
            return RouteList.First(Exact, ref request) ?? RouteList.First(Rest, ref request);
        }

        if (Literals.Count > 0 || Any is not null)
        {
            var end = path[1..].IndexOf('/');
            var segment = end < 0 ? path[1..] : path.Slice(1, end);
            var left = path[(1 + segment.Length)..];
            if (Literals.Count > 0 && Literals.TryGetValue(segment, out var literal) && literal.Match(left, ref request) is { } byLiteral)
            {
                return byLiteral;
            }

            if (Any is not null && !segment.IsEmpty && Any.Match(left, ref request) is { } byAny)
            {
                return byAny;
            }
        }

        return RouteList.First(Rest, ref request);
    }

    /// <summary>All routes for what is left of a path, whatever their conditions, in the order in which <see cref="Match"/> tries them.</summary>
    public void Collect(scoped ReadOnlySpan<char> path, List<RouteModel> routes)
    {
        if (path.IsEmpty)
        {
            routes.AddRange(Exact);
            routes.AddRange(Rest);
            return;
        }

        var end = path[1..].IndexOf('/');
        var segment = end < 0 ? path[1..] : path.Slice(1, end);
        var left = path[(1 + segment.Length)..];
        if (Literals.TryGetValue(segment, out var literal))
        {
            literal.Collect(left, routes);
        }

        if (!segment.IsEmpty)
        {
            Any?.Collect(left, routes);
        }

        routes.AddRange(Rest);
    }

    /// <summary>All routes here and below.</summary>
    public IEnumerable<RouteModel> All() =>
        Literals.Entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal).SelectMany(static entry => entry.Value.All())
            .Concat(Any?.All() ?? []).Concat(Exact).Concat(Rest);

    /// <summary>The tree with a route more under a pattern, from its segment <paramref name="depth"/> on.</summary>
    public PathNode With(PathPattern pattern, int depth, RouteModel route, ref RouteModel? rival)
    {
        if (depth == pattern.Segments.Length)
        {
            return pattern.Rest
                ? Changed(rest: RouteList.With(Rest, route, ref rival))
                : Changed(exact: RouteList.With(Exact, route, ref rival));
        }

        if (pattern.Segments[depth] is not { } literal)
        {
            return Changed((Any ?? Empty).With(pattern, depth + 1, route, ref rival));
        }

        var child = Literals.TryGetValue(literal, out var there) ? there : Empty;
        return Changed(Literals.Set(literal, child.With(pattern, depth + 1, route, ref rival)));
    }

    /// <summary>The tree with a route less under a pattern, without the nodes that this leaves empty.</summary>
    public PathNode Without(PathPattern pattern, int depth, RouteModel route)
    {
        if (depth == pattern.Segments.Length)
        {
            return pattern.Rest ? Changed(rest: RouteList.Without(Rest, route)) : Changed(exact: RouteList.Without(Exact, route));
        }

        if (pattern.Segments[depth] is not { } literal)
        {
            return Any is null ? this : Changed(Any.Without(pattern, depth + 1, route));
        }

        if (!Literals.TryGetValue(literal, out var child))
        {
            return this;
        }

        var less = child.Without(pattern, depth + 1, route);
        return Changed(less.IsEmpty ? Literals.Remove(literal) : Literals.Set(literal, less));
    }

    private PathNode Changed(PersistentMap<PathNode> literals) => new() { Literals = literals, Any = Any, Exact = Exact, Rest = Rest };

    private PathNode Changed(PathNode any) => new() { Literals = Literals, Any = any.IsEmpty ? null : any, Exact = Exact, Rest = Rest };

    private PathNode Changed(RouteModel[]? exact = null, RouteModel[]? rest = null) =>
        new() { Literals = Literals, Any = Any, Exact = exact ?? Exact, Rest = rest ?? Rest };
}
