using System.Diagnostics;
using System.Diagnostics.Metrics;
using FrontDesk.Edge.Pipeline;

namespace FrontDesk.Edge.Metrics;

/// <summary>
/// Counts and times requests, under the names of OpenTelemetry's HTTP conventions where there are some. Tags take few values: names
/// of routes and services are bounded by <see cref="BoundedNames"/>, statuses are classes.
/// </summary>
internal sealed class RequestMetrics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "frontdesk.requests";

    private static readonly object[] StatusClasses = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"];

    // Seconds; those of the HTTP conventions.
    private static readonly InstrumentAdvice<double> Buckets =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private readonly BoundedNames _routes = new();
    private readonly BoundedNames _services = new();
    private readonly TimeProvider _clock;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _service;

    /// <summary>Makes the instruments.</summary>
    public RequestMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeterName);
        _active = meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "Requests under way.");
        _duration = meter.CreateHistogram("http.server.request.duration", "s", "From a request's headers to the end of its answer.", advice: Buckets);
        _service = meter.CreateHistogram("frontdesk.service.response.duration", "s", "From handing a request to its service to the headers of the service's answer.", advice: Buckets);
    }

    /// <summary>A request begins.</summary>
    public void Begin() => _active.Add(1);

    /// <summary>A request is over.</summary>
    public void End(Exchange exchange)
    {
        _active.Add(-1);
        var service = exchange.Service is null ? "" : _services.Bound(exchange.Service.Model.Name);
        if (_duration.Enabled)
        {
            var tags = new TagList
            {
                { "frontdesk.route", exchange.Route is null ? "" : _routes.Bound(exchange.Route.Name) },
                { "frontdesk.service", service },
                { "http.response.status_class", StatusClasses[Math.Clamp(exchange.Status / 100, 0, 5)] },
                { "frontdesk.ended_by", exchange.EndedBy switch { EndedBy.Client => "client", EndedBy.Edge => "edge", _ => "service" } },
            };
            _duration.Record(_clock.GetElapsedTime(exchange.Began, exchange.Ended).TotalSeconds, tags);
        }

        if (exchange.Answered != 0 && _service.Enabled)
        {
            _service.Record(_clock.GetElapsedTime(exchange.Forwarded, exchange.Answered).TotalSeconds, new KeyValuePair<string, object?>("frontdesk.service", service));
        }
    }
}
