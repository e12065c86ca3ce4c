using System.Diagnostics.Metrics;
using FrontDesk.Edge.Metrics;

namespace FrontDesk.Edge.Access;

/// <summary>Counts whom access policies refuse.</summary>
internal sealed class AccessMetrics
{
    private readonly BoundedNames _policies = new();
    private readonly Counter<long> _denied;

    /// <summary>Makes the instruments.</summary>
    public AccessMetrics(IMeterFactory meters) => _denied = meters.Create(RequestMetrics.MeterName)
        .CreateCounter<long>("frontdesk.access.denied", "{request}", "Requests that an access policy refused, or would have refused (frontdesk.mode=report).");

    /// <summary>A policy refused a request, or would have.</summary>
    public void Denied(string policy, bool isReport) => _denied.Add(
        1, new KeyValuePair<string, object?>("frontdesk.access", _policies.Bound(policy)), new KeyValuePair<string, object?>("frontdesk.mode", isReport ? "report" : "enforce"));
}
