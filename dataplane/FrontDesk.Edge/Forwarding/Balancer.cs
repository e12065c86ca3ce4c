using FrontDesk.Config.V1;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Chooses an endpoint: without locks, without allocations, by weight. Endpoints of weight 0 are never chosen.</summary>
internal abstract class Balancer
{
    /// <summary>The balancer of a mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="endpoints">The candidates; at least one, all with a weight.</param>
    /// <param name="cursor">The service's turn; it goes on over revisions.</param>
    public static Balancer Create(Balance mode, ServiceEndpoint[] endpoints, Cursor cursor) => mode switch
    {
        _ when endpoints.Length == 1 => new OnlyBalancer(endpoints[0]),
        Balance.RoundRobin => new RoundRobinBalancer(endpoints, cursor),
        Balance.Random => new RandomBalancer(endpoints),
        Balance.LeastRequests => new LeastRequestsBalancer(endpoints, cursor),
        Balance.ConsistentHash => new ConsistentHashBalancer(endpoints),
        Balance.PowerOfTwo => new PowerOfTwoBalancer(endpoints),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "The compiler lets no other mode pass."),
    };

    /// <summary>Chooses.</summary>
    /// <param name="key">The number of what requests are told apart by; only consistent hashing goes by it.</param>
    public abstract ServiceEndpoint Choose(ulong key);

    /// <summary>Whether a has less to do for its weight than b.</summary>
    protected static bool IsLessLoaded(ServiceEndpoint a, ServiceEndpoint b) =>
        (long)(a.State.Active + 1) * b.Model.Weight < (long)(b.State.Active + 1) * a.Model.Weight;
}
