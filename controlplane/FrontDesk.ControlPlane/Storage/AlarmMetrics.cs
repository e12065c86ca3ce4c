using System.Diagnostics.Metrics;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Storage;

/// <summary>Lets the store's alarms be read as `frontdesk.alarms`.</summary>
internal sealed class AlarmMetrics(ControlPlaneMeter meter, Desk desk) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.ObserveAlarms(() => desk.Alarms.Select(alarm => new Measurement<int>(1, new KeyValuePair<string, object?>("code", alarm.Code))));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
