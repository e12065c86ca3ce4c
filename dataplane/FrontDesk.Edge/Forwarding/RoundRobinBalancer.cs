namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// Each in turn, smoothly: in every run of as many turns as the sum of the weights each endpoint has exactly its weight, and an endpoint's turns
/// are spread over the run. Where nginx keeps a counter per endpoint under a lock, this walks along the line of shares in steps of the golden ratio,
/// rounded to a number that has no divisor in common with the line's length: each point is met once, neighbours far apart in time.
/// </summary>
internal sealed class RoundRobinBalancer : Balancer
{
    private readonly ServiceEndpoint[] _endpoints;
    private readonly Weights _weights;
    private readonly Cursor _cursor;
    private readonly uint _step;

    /// <summary>Makes a balancer that goes on where the cursor stands.</summary>
    public RoundRobinBalancer(ServiceEndpoint[] endpoints, Cursor cursor)
    {
        _endpoints = endpoints;
        _weights = new(endpoints);
        _cursor = cursor;
        _step = _weights.Total == endpoints.Length ? 1 : StepFor(_weights.Total);
    }

    /// <inheritdoc/>
    public override ServiceEndpoint Choose(ulong key) => _endpoints[_weights.At((uint)((ulong)_cursor.Next() * _step % _weights.Total))];

    private static uint StepFor(uint total)
    {
        var step = (uint)Math.Round(total / 1.618033988749895);
        while (Weights.GreatestCommonDivisor(total, step) != 1)
        {
            step++;
        }

        return step;
    }
}
