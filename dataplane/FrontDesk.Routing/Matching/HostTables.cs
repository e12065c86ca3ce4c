using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Snapshots;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Matching;

/// <summary>All hosts' tables. Immutable; a change costs the tables of the hosts it touches.</summary>
internal sealed class HostTables
{
    /// <summary>The tables of nothing.</summary>
    public static HostTables Empty { get; } = new(PersistentMap<HostTable>.Empty, PersistentMap<HostTable>.Empty);

    private readonly PersistentMap<HostTable> _exact;
    private readonly PersistentMap<HostTable> _wildcard;

    /// <summary>The default route's table, found under the empty name among the wildcards; kept here because every miss ends there.</summary>
    private readonly HostTable? _default;

    private HostTables(PersistentMap<HostTable> exact, PersistentMap<HostTable> wildcard)
    {
        _exact = exact;
        _wildcard = wildcard;
        _default = wildcard.TryGetValue("", out var table) ? table : null;
    }

    /// <summary>The first route for a request, over the host's tables from the most exact one to the default; null where none matches.</summary>
    public RouteModel? Match<TRequest>(scoped ReadOnlySpan<char> path, ref TRequest request)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        var host = request.Host.AsSpan();
        if (_exact.TryGetValue(host, out var table) && table.Match(path, ref request) is { } byHost)
        {
            return byHost;
        }

        if (_wildcard.Count > (_default is null ? 0 : 1))
        {
            for (var dot = host.IndexOf('.'); dot >= 0; dot = host.IndexOf('.'))
            {
                host = host[(dot + 1)..];
                if (_wildcard.TryGetValue(host, out table) && table.Match(path, ref request) is { } byWildcard)
                {
                    return byWildcard;
                }
            }
        }

        return _default?.Match(path, ref request);
    }

    /// <summary>The tables that a host's requests are tried in, in this order, each under the name that routes write.</summary>
    public IEnumerable<(string Host, HostTable Table)> For(string host)
    {
        if (_exact.TryGetValue(host, out var table))
        {
            yield return (host, table);
        }

        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
        {
            if (_wildcard.TryGetValue(host.AsSpan(dot + 1), out table))
            {
                yield return (string.Concat("*.", host.AsSpan(dot + 1)), table);
            }
        }

        if (_default is not null)
        {
            yield return ("*", _default);
        }
    }

    /// <summary>Begins a set of changes that is made as one.</summary>
    public Draft Edit() => new(this);

    /// <summary>The tables being changed. For one thread.</summary>
    internal sealed class Draft(HostTables origin)
    {
        private readonly PersistentMap<HostTable>.Draft _exact = origin._exact.Edit();
        private readonly PersistentMap<HostTable>.Draft _wildcard = origin._wildcard.Edit();

        /// <summary>Adds a route under a host pattern and a path; tells the route that it could never be told apart from.</summary>
        public RouteModel? Add(string host, PathPattern path, RouteModel route)
        {
            RouteModel? rival = null;
            var (map, key) = Place(host);
            map.Set(key, HostTable.With(map.TryGetValue(key, out var table) ? table : null, path, route, ref rival));
            return rival;
        }

        /// <summary>Takes a route away from under a host pattern and a path.</summary>
        public void Remove(string host, PathPattern path, RouteModel route)
        {
            var (map, key) = Place(host);
            if (map.TryGetValue(key, out var table))
            {
                map.Set(key, HostTable.Without(table, path, route));
            }
        }

        /// <summary>The tables with the changes made.</summary>
        public HostTables Seal() => new(_exact.Seal(), _wildcard.Seal());

        private (PersistentMap<HostTable>.Draft Map, string Key) Place(string host) => host switch
        {
            "*" => (_wildcard, ""),
            _ when HostPattern.IsWildcard(host) => (_wildcard, host[2..]),
            _ => (_exact, host),
        };
    }
}
