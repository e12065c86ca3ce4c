using System.Diagnostics.Metrics;
using FrontDesk.Edge.Metrics;

namespace FrontDesk.Edge.Retries;

/// <summary>Counts retries.</summary>
internal sealed class RetryMetrics
{
    private readonly BoundedNames _services = new();
    private readonly Counter<long> _retries;
    private readonly Counter<long> _overBudget;

    /// <summary>Makes the instruments.</summary>
    public RetryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(RequestMetrics.MeterName);
        _retries = meter.CreateCounter<long>("frontdesk.service.retries", "{try}", "Tries after the first, by service and by what became of the try before.");
        _overBudget = meter.CreateCounter<long>("frontdesk.service.retries.over_budget", "{try}", "Tries that were not made because the service's budget was spent.");
    }

    /// <summary>A request is sent again.</summary>
    public void Retried(string service, Outcome outcome) =>
        _retries.Add(1, new("frontdesk.service", _services.Bound(service)), new("frontdesk.reason", outcome switch
        {
            Outcome.NotConnected => "connect-failure",
            Outcome.Answered => "status",
            _ => "reset",
        }));

    /// <summary>A request would have been sent again.</summary>
    public void OverBudget(string service) => _overBudget.Add(1, new KeyValuePair<string, object?>("frontdesk.service", _services.Bound(service)));
}
