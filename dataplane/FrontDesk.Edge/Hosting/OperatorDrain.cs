using FrontDesk.Edge.Listeners;

namespace FrontDesk.Edge.Hosting;

/// <summary>
/// Whether an operator keeps this edge out of traffic (`frontdesk nodes drain`): it says that it is not ready, so that balancers turn away, lets its
/// connections end, serves who still comes, and keeps its stream. Ordered by the control plane's Welcome and after it, so it holds as long as that is heard.
/// </summary>
internal sealed class OperatorDrain(OpenConnections connections, ILogger<OperatorDrain> log)
{
    private volatile bool _isOrdered;

    /// <summary>Whether it is ordered now.</summary>
    public bool IsOrdered => _isOrdered;

    /// <summary>Orders it, or takes the order back.</summary>
    public void Order(bool drained)
    {
        if (drained == _isOrdered)
        {
            return;
        }

        _isOrdered = drained;
        log.DrainOrdered(drained ? "drains this edge: not ready, connections end, who still comes is served" : "takes this edge back into traffic");
        if (drained)
        {
            connections.AskToEnd();
        }
    }
}
