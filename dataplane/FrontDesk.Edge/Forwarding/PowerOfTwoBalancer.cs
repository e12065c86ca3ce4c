namespace FrontDesk.Edge.Forwarding;

/// <summary>The less loaded of two picked at random by weight; the first where they are alike, so that weights hold without load too.</summary>
internal sealed class PowerOfTwoBalancer(ServiceEndpoint[] endpoints) : Balancer
{
    private readonly Weights _weights = new(endpoints);

    /// <inheritdoc/>
    public override ServiceEndpoint Choose(ulong key)
    {
        var random = Random.Shared;
        var first = _weights.At((uint)random.Next((int)_weights.Total));
        var second = _weights.At((uint)random.Next((int)_weights.Total));
        if (second == first)
        {
            second = first + 1 < endpoints.Length ? first + 1 : 0;
        }

        var (a, b) = (endpoints[first], endpoints[second]);
        return (long)b.State.Active * a.Model.Weight < (long)a.State.Active * b.Model.Weight ? b : a;
    }
}
