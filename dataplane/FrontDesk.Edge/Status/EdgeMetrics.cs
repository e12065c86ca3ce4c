using System.Diagnostics.Metrics;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Sync;

namespace FrontDesk.Edge.Status;

/// <summary>What an edge measures of itself; docs/logs-and-metrics.md lists it. Read when someone looks, at no cost to requests.</summary>
internal sealed class EdgeMetrics : IHostedService, IDisposable
{
    private readonly Meter _meter = new("frontdesk.edge.node");

    /// <summary>Creates the instruments.</summary>
    public EdgeMetrics(
        CurrentSnapshot current, SyncStatus sync, Degradations degradations, ListenerSet listeners, StateWriter disk, OperatorDrain drain, Membership membership, TimeProvider clock)
    {
        _meter.CreateObservableGauge("frontdesk.edge.revision", () => (long)(current.Value?.Revision ?? 0), "{revision}", "The revision that is served; 0 for none.");
        _meter.CreateObservableGauge("frontdesk.edge.sync.connected", () => sync.IsConnected ? 1 : 0, "1", "1 while a control plane is connected.");
        _meter.CreateObservableGauge("frontdesk.edge.sync.lag", () => Lag(sync.Target, current.Value?.Revision ?? 0), "{revision}", "How many revisions the edge is behind what it shall run, as last told.");
        _meter.CreateObservableGauge("frontdesk.edge.sync.silence", () => sync.Silence.TotalSeconds, "s", "Time since a control plane last said anything.");
        _meter.CreateObservableGauge("frontdesk.edge.degraded", () => degradations.Count, "{resource}", "Resources that do not work on this edge.");
        _meter.CreateObservableGauge("frontdesk.edge.disk.behind", () => disk.IsBehind ? 1 : 0, "1", "1 while what is in force is not on the edge's disk.");
        _meter.CreateObservableGauge("frontdesk.edge.drained", () => drain.IsOrdered ? 1 : 0, "1", "1 while an operator keeps the edge out of traffic.");
        _meter.CreateObservableGauge("frontdesk.edge.listeners", () => listeners.RunningCount, "{listener}", "Listeners that accept connections.");
        _meter.CreateObservableGauge("frontdesk.edge.certificates.expiry", () => Soonest(current, clock), "s", "Time until the first of the shown certificates lapses.");
        _meter.CreateObservableGauge("frontdesk.edge.identity.expiry", () => Rest(membership.Current?.NotAfter, clock), "s", "Time until the node's own certificate lapses.");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static long Lag(uint target, uint running) => target > running ? target - running : 0;

    // Nothing is measured where there is no certificate: 0 would be an alarm.
    private static IEnumerable<Measurement<double>> Soonest(CurrentSnapshot current, TimeProvider clock) => current.Value is { } snapshot
        ? Rest(snapshot.Certificates.All.Where(certificate => certificate.IsInspected).Min(certificate => certificate.Inspection.NotAfter), clock)
        : [];

    private static IEnumerable<Measurement<double>> Rest(DateTimeOffset? until, TimeProvider clock)
        => until is { } time ? [new Measurement<double>((time - clock.GetUtcNow()).TotalSeconds)] : [];
}
