namespace FrontDesk.Edge.Forwarding;

/// <summary>Any, by weight.</summary>
internal sealed class RandomBalancer(ServiceEndpoint[] endpoints) : Balancer
{
    private readonly Weights _weights = new(endpoints);

    /// <inheritdoc/>
    public override ServiceEndpoint Choose(ulong key) => endpoints[_weights.At((uint)Random.Shared.Next((int)_weights.Total))];
}
