using System.Collections.Concurrent;
using FrontDesk.Admin.V1;
using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>What edges reported of limits last, each for a few seconds, put together on demand.</summary>
internal sealed class LimitReports(TimeProvider time)
{
    /// <summary>How long a report counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Reported> _here = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Reported> _elsewhere = new(StringComparer.Ordinal);

    /// <summary>An edge of this control plane reported.</summary>
    public void Hear(string edge, WatchReport report) => _here[edge] = new Reported(report, time.GetTimestamp());

    /// <summary>An edge of another control plane reported.</summary>
    public void HearElsewhere(string edge, WatchReport report) => _elsewhere[edge] = new Reported(report, time.GetTimestamp());

    /// <summary>An edge of this control plane is gone.</summary>
    public void Forget(string edge) => _here.TryRemove(edge, out _);

    /// <summary>What this control plane's edges reported, by their names.</summary>
    public IReadOnlyList<KeyValuePair<string, WatchReport>> Here() => Fresh(_here);

    /// <summary>The keys over all edges: those with refusals first, then by use.</summary>
    public WatchLimitsResponse Merge(string limit, int top)
    {
        var merged = new Dictionary<(string Limit, string Key), LimitKeyUse>();
        var edges = new HashSet<string>(StringComparer.Ordinal);
        var response = new WatchLimitsResponse();
        foreach (var (edge, report) in Fresh(_here).Concat(Fresh(_elsewhere)))
        {
            if (!edges.Add(edge))
            {
                continue;
            }

            response.Unfollowed += report.Unfollowed;
            foreach (var use in report.Limits.Where(use => limit.Length == 0 || use.Limit == limit))
            {
                if (!merged.TryGetValue((use.Limit, use.Key), out var all))
                {
                    merged[(use.Limit, use.Key)] = all = new LimitKeyUse { Limit = use.Limit, Key = use.Key, Used = -1 };
                }

                all.Admitted += use.Admitted;
                all.Refused += use.Refused;
                all.Edges++;
                (all.Used, all.Edge) = use.Used > all.Used ? (use.Used, edge) : (all.Used, all.Edge);
            }
        }

        response.Edges = (uint)edges.Count;
        response.Keys.Add(merged.Values
            .OrderByDescending(use => use.Refused).ThenByDescending(use => use.Used).ThenBy(use => use.Limit, StringComparer.Ordinal).ThenBy(use => use.Key, StringComparer.Ordinal)
            .Take(top));
        return response;
    }

    private IReadOnlyList<KeyValuePair<string, WatchReport>> Fresh(ConcurrentDictionary<string, Reported> reports)
    {
        var fresh = new List<KeyValuePair<string, WatchReport>>();
        foreach (var (edge, reported) in reports)
        {
            if (time.GetElapsedTime(reported.At) < Lifetime)
            {
                fresh.Add(new(edge, reported.Report));
            }
            else
            {
                reports.TryRemove(new(edge, reported));
            }
        }

        return fresh;
    }

    private sealed record Reported(WatchReport Report, long At);
}
