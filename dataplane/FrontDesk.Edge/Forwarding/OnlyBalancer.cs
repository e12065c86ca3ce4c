namespace FrontDesk.Edge.Forwarding;

/// <summary>There is nothing to choose.</summary>
internal sealed class OnlyBalancer(ServiceEndpoint only) : Balancer
{
    /// <inheritdoc/>
    public override ServiceEndpoint Choose(ulong key) => only;
}
