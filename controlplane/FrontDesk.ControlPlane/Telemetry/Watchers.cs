using FrontDesk.ControlPlane.Store;
using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>Who watches what: operators here, and those at other control planes. From it follows what edges are asked for.</summary>
internal sealed class Watchers
{
    /// <summary>How many may watch requests at once: edges match each request with each filter.</summary>
    public const int MostRequests = 20;

    private readonly Lock _lock = new();
    private readonly List<RequestFilter> _requests = [];
    private WatchOrder _elsewhere = new();
    private int _limits;

    /// <summary>Wakes who depends on it, when it changed.</summary>
    public Signal Changed { get; } = new();

    /// <summary>What is watched here.</summary>
    public WatchOrder Here
    {
        get
        {
            lock (_lock)
            {
                return new WatchOrder { Limits = _limits > 0, Requests = { _requests } };
            }
        }
    }

    /// <summary>What is watched at other control planes.</summary>
    public WatchOrder Elsewhere
    {
        get => Volatile.Read(ref _elsewhere);
        set
        {
            if (!Interlocked.Exchange(ref _elsewhere, value).Equals(value))
            {
                Changed.Set();
            }
        }
    }

    /// <summary>What edges are asked for now.</summary>
    public WatchOrder Order
    {
        get
        {
            var (here, elsewhere) = (Here, Elsewhere);
            return new WatchOrder
            {
                Limits = here.Limits || elsewhere.Limits,
                Requests = { here.Requests.Concat(elsewhere.Requests).Take(MostRequests) },
            };
        }
    }

    /// <summary>An operator watches limits, until what this gives is disposed of.</summary>
    public IDisposable WatchLimits()
    {
        Change(() => _limits++);
        return new Watch(() => Change(() => _limits--));
    }

    /// <summary>An operator watches requests, until what this gives is disposed of; null: too many do.</summary>
    public IDisposable? WatchRequests(RequestFilter filter)
    {
        lock (_lock)
        {
            if (_requests.Count >= MostRequests)
            {
                return null;
            }
        }

        Change(() => _requests.Add(filter));
        return new Watch(() => Change(() => _requests.Remove(filter)));
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }

        Changed.Set();
    }

    private sealed class Watch(Action end) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _over, true))
            {
                end();
            }
        }
    }
}
