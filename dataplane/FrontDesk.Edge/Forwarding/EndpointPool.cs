namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// The endpoints of a service at one moment: every address there is, and a way to choose among those that may be asked. Immutable: what changes which
/// endpoints may be asked makes another pool, so that a request that chooses looks at nothing but the choice.
/// </summary>
internal sealed class EndpointPool
{
    private readonly Balancer? _balancer;

    private EndpointPool(ServiceEndpoint[] all, ServiceEndpoint[] candidates, Balancer? balancer, bool hasAlternatives)
    {
        All = all;
        Candidates = candidates;
        HasAlternatives = hasAlternatives;
        _balancer = balancer;
    }

    /// <summary>All endpoints, in the order written; those of one name in the order of their addresses.</summary>
    public ServiceEndpoint[] All { get; }

    /// <summary>Those that may be asked: all with a weight that are in use now.</summary>
    public ServiceEndpoint[] Candidates { get; }

    /// <summary>Whether one URL has several addresses, so that one that cannot be reached is not the end.</summary>
    public bool HasAlternatives { get; }

    /// <summary>Makes a pool.</summary>
    /// <param name="service">Whose endpoints they are.</param>
    /// <param name="all">The endpoints; those of one URL side by side.</param>
    /// <param name="cursor">The service's turn; it goes on from pool to pool.</param>
    public static EndpointPool Create(Routing.Services.ServiceModel service, ServiceEndpoint[] all, Cursor cursor)
    {
        var hasAlternatives = false;
        for (var i = 1; i < all.Length; i++)
        {
            hasAlternatives |= ReferenceEquals(all[i].Model, all[i - 1].Model);
        }

        var weighted = Array.FindAll(all, static endpoint => endpoint.Model.Weight > 0);
        var candidates = Array.FindAll(weighted, static endpoint => endpoint.State.Health.IsUsable);
        if (candidates.Length == 0)
        {
            // None is fit: an endpoint that may fail is better than an edge that certainly does.
            candidates = weighted;
        }

        return new(all, candidates, candidates.Length == 0 ? null : Balancer.Create(service.Balance, candidates, cursor), hasAlternatives);
    }

    /// <summary>The endpoint for the next request; null where none takes requests.</summary>
    public ServiceEndpoint? Choose() => _balancer?.Choose();
}
