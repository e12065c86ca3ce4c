using FrontDesk.ControlPlane.Store;
using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>Who watches what: operators here, and those at other control planes. From it follows what edges are asked for.</summary>
internal sealed class Watchers
{
    private readonly Lock _lock = new();
    private int _limits;
    private bool _limitsElsewhere;

    /// <summary>Wakes who depends on it, when it changed.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Whether somebody watches limits here.</summary>
    public bool LimitsHere
    {
        get
        {
            lock (_lock)
            {
                return _limits > 0;
            }
        }
    }

    /// <summary>Whether somebody watches limits at another control plane.</summary>
    public bool LimitsElsewhere
    {
        get
        {
            lock (_lock)
            {
                return _limitsElsewhere;
            }
        }

        set
        {
            lock (_lock)
            {
                if (_limitsElsewhere == value)
                {
                    return;
                }

                _limitsElsewhere = value;
            }

            Changed.Set();
        }
    }

    /// <summary>What edges are asked for now.</summary>
    public WatchOrder Order
    {
        get
        {
            lock (_lock)
            {
                return new WatchOrder { Limits = _limits > 0 || _limitsElsewhere };
            }
        }
    }

    /// <summary>An operator watches limits, until what this gives is disposed of.</summary>
    public IDisposable WatchLimits()
    {
        Count(1);
        return new Watch(this);
    }

    private void Count(int more)
    {
        lock (_lock)
        {
            _limits += more;
        }

        Changed.Set();
    }

    private sealed class Watch(Watchers all) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _over, true))
            {
                all.Count(-1);
            }
        }
    }
}
