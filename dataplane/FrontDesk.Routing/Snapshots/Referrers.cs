namespace FrontDesk.Routing.Snapshots;

/// <summary>Which routes name a service (or a limit), so that its end is checked without looking at all routes. Immutable.</summary>
internal sealed class Referrers
{
    /// <summary>No references.</summary>
    public static Referrers Empty { get; } = new(PersistentMap<PersistentMap<string>>.Empty);

    /// <summary>Service to a set of names of routes.</summary>
    private readonly PersistentMap<PersistentMap<string>> _routes;

    private Referrers(PersistentMap<PersistentMap<string>> routes) => _routes = routes;

    /// <summary>The names of the routes that name a service.</summary>
    public PersistentMap<string> Of(string service) => _routes.TryGetValue(service, out var routes) ? routes : PersistentMap<string>.Empty;

    /// <summary>Begins a set of changes that is made as one.</summary>
    public Draft Edit() => new(_routes);

    /// <summary>References being changed. For one thread.</summary>
    internal sealed class Draft(PersistentMap<PersistentMap<string>> origin)
    {
        private readonly Dictionary<string, PersistentMap<string>.Draft> _written = new(StringComparer.Ordinal);

        /// <summary>A route names a service.</summary>
        public void Add(string service, string route) => Write(service).Set(route, route);

        /// <summary>A route no longer names a service.</summary>
        public void Remove(string service, string route) => Write(service).Set(route, null);

        /// <summary>The names of the routes that name a service, with the changes made so far.</summary>
        public PersistentMap<string> Of(string service) =>
            _written.TryGetValue(service, out var draft) ? draft.Seal() : origin.TryGetValue(service, out var routes) ? routes : PersistentMap<string>.Empty;

        /// <summary>The references with the changes made.</summary>
        public Referrers Seal()
        {
            var routes = origin.Edit();
            foreach (var (service, draft) in _written)
            {
                var sealedDraft = draft.Seal();
                routes.Set(service, sealedDraft.Count == 0 ? null : sealedDraft);
            }

            return new(routes.Seal());
        }

        private PersistentMap<string>.Draft Write(string service)
        {
            if (!_written.TryGetValue(service, out var draft))
            {
                draft = (origin.TryGetValue(service, out var routes) ? routes : PersistentMap<string>.Empty).Edit();
                _written.Add(service, draft);
            }

            return draft;
        }
    }
}
