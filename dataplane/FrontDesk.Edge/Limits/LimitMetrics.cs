using System.Diagnostics.Metrics;
using FrontDesk.Edge.Metrics;

namespace FrontDesk.Edge.Limits;

/// <summary>Counts what limits refuse.</summary>
internal sealed class LimitMetrics
{
    private readonly BoundedNames _limits = new();
    private readonly Counter<long> _refused;

    /// <summary>Makes the instruments.</summary>
    public LimitMetrics(IMeterFactory meters) => _refused = meters.Create(RequestMetrics.MeterName)
        .CreateCounter<long>("frontdesk.limit.refused", "{request}", "Requests that a limit refused, or would have refused (frontdesk.mode=report).");

    /// <summary>A limit refused a request, or would have.</summary>
    public void Refused(string limit, bool isReport) => _refused.Add(
        1, new KeyValuePair<string, object?>("frontdesk.limit", _limits.Bound(limit)), new KeyValuePair<string, object?>("frontdesk.mode", isReport ? "report" : "enforce"));
}
