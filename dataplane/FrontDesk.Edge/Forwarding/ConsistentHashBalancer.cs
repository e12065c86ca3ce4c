namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// Rendezvous hashing with bounded loads: each endpoint draws a number for the request's key, and of those that are not overrun the highest wins. It needs no table, so that it is the same on
/// every edge, and an endpoint that comes or goes moves its own keys and no others. It costs a few nanoseconds per endpoint.
/// </summary>
internal sealed class ConsistentHashBalancer : Balancer
{
    // An endpoint is overrun with a quarter more than its share of what is under way now, but never with fewer than these.
    private const double Excess = 1.25;
    private const int NeverOverrun = 10;

    private readonly ServiceEndpoint[] _endpoints;
    private readonly ulong[] _seeds;
    private readonly double[] _shares;
    private readonly bool _isEqual;

    /// <summary>Makes a balancer.</summary>
    public ConsistentHashBalancer(ServiceEndpoint[] endpoints)
    {
        _endpoints = endpoints;
        _seeds = Array.ConvertAll(endpoints, static endpoint => StableHash.Of($"{endpoint.Model.Url} {endpoint.Address}"));
        var total = endpoints.Sum(static endpoint => (double)endpoint.Model.Weight);
        _shares = Array.ConvertAll(endpoints, endpoint => endpoint.Model.Weight / total);
        _isEqual = Array.TrueForAll(endpoints, endpoint => endpoint.Model.Weight == endpoints[0].Model.Weight);
    }

    /// <inheritdoc/>
    public override ServiceEndpoint Choose(ulong key)
    {
        var active = 1L;
        foreach (var endpoint in _endpoints)
        {
            active += endpoint.State.Active;
        }

        var best = 0;
        var highest = double.NegativeInfinity;
        for (var i = 0; i < _endpoints.Length; i++)
        {
            var drawn = Draw(key, i);
            if (drawn > highest && _endpoints[i].State.Active < Math.Max(NeverOverrun, Excess * active * _shares[i]))
            {
                (best, highest) = (i, drawn);
            }
        }

        return _endpoints[best];
    }

    /// <summary>Between 0 and 1 where all weights are equal; else such that an endpoint wins in proportion to its weight.</summary>
    private double Draw(ulong key, int index)
    {
        var uniform = ((StableHash.Mix(key ^ _seeds[index]) >> 11) + 0.5) * (1.0 / (1ul << 53));
        return _isEqual ? uniform : -_shares[index] / Math.Log(uniform);
    }
}
