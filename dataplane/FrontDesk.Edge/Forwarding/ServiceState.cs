using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// A service as this edge knows it: what was configured, bound to what lives longer than a revision, namely the endpoints' states, their
/// connections and the turn of the balancer.
/// </summary>
internal sealed class ServiceState
{
    private readonly Balancer? _balancer;
    private readonly Cursor _cursor;

    private ServiceState(ServiceModel model, ServiceEndpoint[] endpoints, Cursor cursor)
    {
        Model = model;
        Endpoints = endpoints;
        _cursor = cursor;
        var candidates = Array.FindAll(endpoints, static endpoint => endpoint.Model.Weight > 0);
        _balancer = candidates.Length == 0 ? null : Balancer.Create(model.Balance, candidates, cursor);
    }

    /// <summary>What was configured.</summary>
    public ServiceModel Model { get; }

    /// <summary>All endpoints, in the order written.</summary>
    public ServiceEndpoint[] Endpoints { get; }

    /// <summary>Binds a service's model to the state of its predecessor, where there is one: endpoints with the same URL go on.</summary>
    public static ServiceState Bind(ServiceModel model, ServiceState? predecessor, Connections connections)
    {
        var known = predecessor?.Endpoints.ToDictionary(endpoint => endpoint.Model.Url, endpoint => endpoint.State);
        var endpoints = Array.ConvertAll(model.Endpoints, endpoint => new ServiceEndpoint(
            endpoint,
            known?.GetValueOrDefault(endpoint.Url) ?? new EndpointState(),
            connections.For(ConnectionIdentity.Of(endpoint, model))));
        return new(model, endpoints, predecessor?._cursor ?? new Cursor());
    }

    /// <summary>The endpoint for the next request; null where none takes requests.</summary>
    public ServiceEndpoint? Choose() => _balancer?.Choose();
}
