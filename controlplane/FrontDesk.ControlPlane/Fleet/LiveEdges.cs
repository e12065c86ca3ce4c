using System.Diagnostics.Metrics;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>
/// What the edges last said, to this control plane or, as those tell, to others. Kept after a stream ends, so that an absent edge is still
/// shown.
/// </summary>
internal sealed class LiveEdges
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveEdge> _here = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, LiveEdge>> _elsewhere = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveEdge> _lost = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Starts with no edge.</summary>
    public LiveEdges(TimeProvider time, ControlPlaneMeter meter)
    {
        _time = time;
        meter.ObserveEdges(CountByState);
    }

    /// <summary>Tells each change.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Tells each change here that is more than a sign of life.</summary>
    public Signal News { get; } = new();

    /// <summary>The edges that have, or had, a stream here.</summary>
    public IReadOnlyList<LiveEdge> Here()
    {
        lock (_lock)
        {
            return [.. _here.Values];
        }
    }

    /// <summary>One edge, as whoever knows it best says; null where it was never heard of.</summary>
    public LiveEdge? Find(string name)
    {
        lock (_lock)
        {
            var best = _here.GetValueOrDefault(name);
            var copied = best?.Copied;
            foreach (var edges in _elsewhere.Values.Append(_lost))
            {
                if (edges.TryGetValue(name, out var edge))
                {
                    best = best is null || edge.IsNewerThan(best) ? edge : best;
                    copied = copied is null || edge.Copied > copied ? edge.Copied ?? copied : copied;
                }
            }

            return best is null || best.Copied == copied ? best : best with { Copied = copied };
        }
    }

    /// <summary>Whether an edge of this name has a stream, here or with another control plane.</summary>
    public bool IsConnected(string name) => Find(name) is { Connected: true };

    /// <summary>Notes that an edge connected here, or anything else about it.</summary>
    /// <param name="name">The edge's name.</param>
    /// <param name="change">What it was here (null: unknown) to what it is. Called under a lock: quick, and pure.</param>
    public void Update(string name, Func<LiveEdge?, LiveEdge> change)
    {
        bool news;
        lock (_lock)
        {
            var before = _here.GetValueOrDefault(name);
            var after = change(before);
            var since = before is not null && before.State == after.State ? before.Since : _time.GetUtcNow();
            after = after with { Since = since };
            _here[name] = after;
            news = before is null || before with { LastSeen = after.LastSeen } != after;
        }

        Changed.Set();
        if (news)
        {
            News.Set();
        }
    }

    /// <summary>Notes what every edge shall run from now on.</summary>
    public void Aim(uint head)
    {
        lock (_lock)
        {
            foreach (var edge in _here.Values.ToArray())
            {
                var after = edge with { Target = head };
                _here[edge.Name] = after.State == edge.State ? after : after with { Since = _time.GetUtcNow() };
            }
        }

        Changed.Set();
    }

    /// <summary>Notes what another control plane says of the edges that have, or had, a stream with it.</summary>
    public void Hear(string controlPlane, IReadOnlyDictionary<string, LiveEdge> edges)
    {
        lock (_lock)
        {
            _elsewhere[controlPlane] = _elsewhere.TryGetValue(controlPlane, out var before)
                ? edges.ToDictionary(edge => edge.Key, edge => WithOwnClock(edge.Value, before.GetValueOrDefault(edge.Key)), StringComparer.Ordinal)
                : edges;
        }

        Changed.Set();
    }

    /// <summary>Notes that another control plane is gone. Its edges have no stream any more, unless somebody else says so.</summary>
    public void Lose(string controlPlane)
    {
        lock (_lock)
        {
            if (!_elsewhere.Remove(controlPlane, out var edges))
            {
                return;
            }

            foreach (var edge in edges.Values)
            {
                var lost = edge.Connected ? edge with { Connected = false, Address = "", ControlPlane = "", Since = _time.GetUtcNow() } : edge;
                _lost[edge.Name] = _lost.TryGetValue(edge.Name, out var before) && before.IsNewerThan(lost) ? before : lost;
            }
        }

        Changed.Set();
    }

    // How long an edge has been away decides how long it is waited for: counted here, for the other's clock may be another.
    private LiveEdge WithOwnClock(LiveEdge edge, LiveEdge? before) =>
        edge.Connected || before is null ? edge : edge with { Since = before.Connected ? _time.GetUtcNow() : before.Since };

    private IEnumerable<Measurement<int>> CountByState()
    {
        foreach (var state in Here().GroupBy(edge => edge.State))
        {
            yield return new Measurement<int>(state.Count(), new KeyValuePair<string, object?>("state", StateWords.Of(state.Key)));
        }
    }
}
