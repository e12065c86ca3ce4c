namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// The endpoints of a service at one moment: every address there is, and a way to choose among those that may be asked. Immutable: what changes which
/// endpoints may be asked makes another pool, so that a request that chooses looks at nothing but the choice.
/// </summary>
internal sealed class EndpointPool
{
    private readonly ServiceEndpoint[] _candidates;
    private readonly Balancer? _balancer;

    private EndpointPool(ServiceEndpoint[] all, int fit, ServiceEndpoint[] candidates, Balancer? balancer, bool hasAlternatives)
    {
        _candidates = candidates;
        All = all;
        Fit = fit;
        HasAlternatives = hasAlternatives;
        _balancer = balancer;
    }

    /// <summary>All endpoints, in the order written; those of one name in the order of their addresses.</summary>
    public ServiceEndpoint[] All { get; }

    /// <summary>How many of those with a weight are fit to be asked.</summary>
    public int Fit { get; }

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
        var fit = Array.FindAll(weighted, static endpoint => endpoint.State.Health.IsUsable);
        // Where none is fit, an endpoint that may fail is better than an edge that certainly does; where too few are, they would be overrun.
        var candidates = fit.Length == 0 || fit.Length * 100 < weighted.Length * (service.Health?.PanicBelow ?? 0) ? weighted : fit;
        return new(all, fit.Length, candidates, candidates.Length == 0 ? null : Balancer.Create(service.Balance, candidates, cursor), hasAlternatives);
    }

    /// <summary>The endpoint for the next request; null where none takes requests.</summary>
    /// <param name="key">The number of what requests are told apart by; only consistent hashing goes by it.</param>
    public ServiceEndpoint? Choose(ulong key = 0) => _balancer?.Choose(key);

    /// <summary>Chooses an endpoint that has room, and begins a request there: the one that <see cref="Choose"/> finds, or the first other one.</summary>
    /// <param name="key">See <see cref="Choose"/>.</param>
    /// <param name="max">How many requests may be under way at an endpoint.</param>
    /// <returns>The endpoint; null where none has room.</returns>
    public ServiceEndpoint? TryTake(ulong key, int max)
    {
        if (Choose(key) is { } chosen && chosen.State.TryBegin(max))
        {
            return chosen;
        }

        return Array.Find(_candidates, endpoint => endpoint.State.TryBegin(max));
    }
}
