using System.Diagnostics.Metrics;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>What the edges last said, as this control plane heard it. Kept after a stream ends, so that an absent edge is still shown.</summary>
internal sealed class LiveEdges
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveEdge> _edges = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Starts with no edge.</summary>
    public LiveEdges(TimeProvider time, ControlPlaneMeter meter)
    {
        _time = time;
        meter.ObserveEdges(CountByState);
    }

    /// <summary>Tells each change.</summary>
    public Signal Changed { get; } = new();

    /// <summary>All edges, by name.</summary>
    public IReadOnlyList<LiveEdge> All()
    {
        lock (_lock)
        {
            return [.. _edges.Values.OrderBy(edge => edge.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>One edge; null where it was never heard of.</summary>
    public LiveEdge? Find(string name)
    {
        lock (_lock)
        {
            return _edges.GetValueOrDefault(name);
        }
    }

    /// <summary>Whether an edge of this name has a stream.</summary>
    public bool IsConnected(string name) => Find(name) is { Connected: true };

    /// <summary>Notes that an edge connected, or anything else about it.</summary>
    /// <param name="name">The edge's name.</param>
    /// <param name="change">What it was (null: unknown) to what it is. Called under a lock: quick, and pure.</param>
    public void Update(string name, Func<LiveEdge?, LiveEdge> change)
    {
        lock (_lock)
        {
            var before = _edges.GetValueOrDefault(name);
            var after = change(before);
            var since = before is not null && before.State == after.State ? before.Since : _time.GetUtcNow();
            _edges[name] = after with { Since = since };
        }

        Changed.Set();
    }

    /// <summary>Notes what every edge shall run from now on.</summary>
    public void Aim(uint head)
    {
        lock (_lock)
        {
            foreach (var edge in _edges.Values.ToArray())
            {
                var after = edge with { Target = head };
                _edges[edge.Name] = after.State == edge.State ? after : after with { Since = _time.GetUtcNow() };
            }
        }

        Changed.Set();
    }

    private IEnumerable<Measurement<int>> CountByState()
    {
        foreach (var state in All().GroupBy(edge => edge.State))
        {
            yield return new Measurement<int>(state.Count(), new KeyValuePair<string, object?>("state", StateWords.Of(state.Key)));
        }
    }
}
