using FrontDesk.Edge.Health;

namespace FrontDesk.Edge.Forwarding;

/// <summary>What this edge knows of one endpoint. Lives as long as the endpoint's identity: its service's name, its URL and its address.</summary>
internal sealed class EndpointState
{
    private int _active;

    /// <summary>Requests under way now.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Whether it is fit to be asked.</summary>
    public EndpointHealth Health { get; } = new();

    /// <summary>A request begins.</summary>
    public void Begin() => Interlocked.Increment(ref _active);

    /// <summary>A request begins, where there is room for it.</summary>
    /// <param name="max">How many may be under way.</param>
    public bool TryBegin(int max)
    {
        for (var active = Volatile.Read(ref _active); active < max;)
        {
            var was = Interlocked.CompareExchange(ref _active, active + 1, active);
            if (was == active)
            {
                return true;
            }

            active = was;
        }

        return false;
    }

    /// <summary>A request is over, however it ended.</summary>
    public void End() => Interlocked.Decrement(ref _active);
}
