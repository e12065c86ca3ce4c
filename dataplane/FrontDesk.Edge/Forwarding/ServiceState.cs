using System.Net;
using FrontDesk.Edge.Discovery;
using FrontDesk.Edge.Retries;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// A service of one revision as this edge knows it: what was configured, bound to what lives longer than a revision, namely the endpoints' states, their
/// connections and the turn of the balancer. Requests read <see cref="Pool"/>; <see cref="ServiceUpkeep"/> replaces it when addresses or health change.
/// </summary>
internal sealed class ServiceState
{
    private readonly ServiceMemory _memory;
    private readonly Connections _connections;
    private Dictionary<(EndpointModel, IPAddress?), ServiceEndpoint> _known = [];
    private ResolvedName?[] _names = [];
    private volatile EndpointPool _pool;

    private ServiceState(ServiceModel model, ServiceMemory memory, Connections connections)
    {
        Model = model;
        _memory = memory;
        _connections = connections;
        _pool = EndpointPool.Create(model, [], memory.Cursor);
        Refresh();
    }

    /// <summary>What was configured.</summary>
    public ServiceModel Model { get; }

    /// <summary>The retries that its requests may have.</summary>
    public RetryBudget Budget => _memory.Budget;

    /// <summary>The requests that wait for a place.</summary>
    public WaitingRoom WaitingRoom => _memory.WaitingRoom;

    /// <summary>Whether something can be done about, or learnt from, a try that fails; where not, requests go to their endpoint directly.</summary>
    public bool IsWatched => Model.Retries is not null || Model.Health?.Passive is not null || _pool.HasAlternatives;

    /// <summary>The endpoints as they are now.</summary>
    public EndpointPool Pool => _pool;

    /// <summary>The newest revision of the service that is in force; itself, before any is.</summary>
    public ServiceState Current => _memory.Current ?? this;

    /// <summary>Whether an endpoint is under a name, so that its addresses must be asked for.</summary>
    public bool HasNames => Array.Exists(Model.Endpoints, IsName);

    /// <summary>The names that its endpoints are under; empty before <see cref="Attach"/>.</summary>
    public IEnumerable<ResolvedName> Names => _names.OfType<ResolvedName>();

    /// <summary>Binds a service's model to what its predecessor remembers, where there is one: endpoints with the same URL and address go on.</summary>
    public static ServiceState Bind(ServiceModel model, ServiceState? predecessor, Connections connections) =>
        new(model, predecessor?._memory ?? new ServiceMemory(), connections);

    /// <summary>Whether it is the revision that is in force.</summary>
    public bool IsInForce => ReferenceEquals(_memory.Current, this);

    /// <summary>It is in force from now on.</summary>
    /// <returns>Its endpoints at this moment.</returns>
    public ServiceEndpoint[] Enter()
    {
        lock (_memory)
        {
            _memory.Current = this;
            // What changed since it was made.
            Refresh();
            return _pool.All;
        }
    }

    /// <summary>The service is gone.</summary>
    public void Leave()
    {
        lock (_memory)
        {
            _memory.Current = null;
        }
    }

    /// <summary>Begins to follow the addresses of its endpoints' names. Does nothing the second time.</summary>
    public void Attach(NameWatch watch, System.Action changed)
    {
        if (_names.Length > 0)
        {
            return;
        }

        _names = Array.ConvertAll(Model.Endpoints, endpoint => IsName(endpoint) ? watch.Watch(endpoint.Host) : null);
        foreach (var name in Names)
        {
            name.Changed += changed;
        }
    }

    /// <summary>Follows no name any more; the addresses known stay.</summary>
    public void Detach(NameWatch watch, System.Action changed)
    {
        foreach (var name in Names)
        {
            name.Changed -= changed;
            watch.Unwatch(name);
        }
    }

    /// <summary>Whether an endpoint is one of its own, still.</summary>
    public bool Has(ServiceEndpoint endpoint)
    {
        lock (_memory)
        {
            return _known.GetValueOrDefault((endpoint.Model, endpoint.Address)) == endpoint;
        }
    }

    /// <summary>Makes the pool anew from the addresses and the health that are known now. Requests under way keep their endpoints.</summary>
    /// <returns>The endpoints that are new.</returns>
    public IReadOnlyList<ServiceEndpoint> Refresh()
    {
        lock (_memory)
        {
            var added = new List<ServiceEndpoint>();
            var known = new Dictionary<(EndpointModel, IPAddress?), ServiceEndpoint>();
            var endpoints = new List<ServiceEndpoint>(Model.Endpoints.Length);
            for (var i = 0; i < Model.Endpoints.Length; i++)
            {
                foreach (var address in AddressesOf(i))
                {
                    var key = (Model.Endpoints[i], address);
                    if (!_known.TryGetValue(key, out var endpoint))
                    {
                        added.Add(endpoint = Make(Model.Endpoints[i], address));
                    }

                    known.Add(key, endpoint);
                    endpoints.Add(endpoint);
                }
            }

            _known = known;
            var all = endpoints.ToArray();
            _memory.Retain(all);
            _pool = EndpointPool.Create(Model, all, _memory.Cursor);
            return added;
        }
    }

    private ServiceEndpoint Make(EndpointModel endpoint, IPAddress? address) =>
        new(endpoint, address, _memory.StateOf(endpoint, address), _connections.For(ConnectionIdentity.Of(endpoint, address, Model)));

    private static readonly IPAddress?[] NoAddress = [null];

    /// <summary>One null for a socket, which has none.</summary>
    private IEnumerable<IPAddress?> AddressesOf(int index)
    {
        var endpoint = Model.Endpoints[index];
        return endpoint.Scheme == EndpointScheme.Unix ? NoAddress
            : IPAddress.TryParse(endpoint.Host, out var address) ? [address]
            : _names.Length == 0 ? [] : _names[index]!.Addresses;
    }

    private static bool IsName(EndpointModel endpoint) => endpoint.Scheme != EndpointScheme.Unix && !IPAddress.TryParse(endpoint.Host, out _);
}
