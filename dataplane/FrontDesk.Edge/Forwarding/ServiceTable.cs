using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// Services by name, each with its compiled model and its long-lived state (counters, pools). Immutable; a change makes a new table that
/// carries over the state of every endpoint whose identity is unchanged. Tables are made by one thread at a time.
/// </summary>
internal sealed class ServiceTable
{
    private readonly PersistentMap<ServiceState> _services;
    private readonly Connections _connections;

    private ServiceTable(PersistentMap<ServiceState> services, Connections connections)
    {
        _services = services;
        _connections = connections;
    }

    /// <summary>A table without services, at the start of an edge's life.</summary>
    public static ServiceTable Empty => new(PersistentMap<ServiceState>.Empty, new Connections());

    /// <summary>The table after a change; the model is the one that the change led to. Costs what the change costs.</summary>
    public ServiceTable Apply(SnapshotModel model, IReadOnlyCollection<ResourceChange> changes)
    {
        var services = _services;
        foreach (var change in changes)
        {
            if (change.Kind == Kind.Service)
            {
                services = Follow(services, model, change.Name);
            }
        }

        return ReferenceEquals(services, _services) ? this : new(services, _connections);
    }

    /// <summary>The table for a model that did not come of this table's by changes that are known: the same state, carried over by identity.</summary>
    public ServiceTable Replace(SnapshotModel model)
    {
        var services = PersistentMap<ServiceState>.Empty;
        foreach (var (name, service) in model.Services.Entries)
        {
            _services.TryGetValue(name, out var predecessor);
            services = services.Set(name, ServiceState.Bind(service, predecessor, _connections));
        }

        return new(services, _connections);
    }

    /// <summary>All services.</summary>
    public IEnumerable<ServiceState> All => _services.Entries.Select(static entry => entry.Value);

    /// <summary>Finds a service.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out ServiceState service) => _services.TryGetValue(name, out service);

    private PersistentMap<ServiceState> Follow(PersistentMap<ServiceState> services, SnapshotModel model, string name)
    {
        if (!model.Services.TryGetValue(name, out var service))
        {
            return services.Remove(name);
        }

        services.TryGetValue(name, out var predecessor);
        return services.Set(name, ServiceState.Bind(service, predecessor, _connections));
    }
}
