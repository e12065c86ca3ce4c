using System.Diagnostics.Metrics;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>The control plane's metrics, on the meter `frontdesk.controlplane`.</summary>
internal sealed class ControlPlaneMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "frontdesk.controlplane";

    private readonly Meter _meter;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _deltas;
    private readonly Counter<long> _snapshots;
    private readonly Counter<long> _nacks;
    private readonly Counter<long> _auditLost;

    /// <summary>Makes the instruments.</summary>
    public ControlPlaneMeter(IMeterFactory factory)
    {
        _meter = factory.Create(Name);
        _commits = _meter.CreateCounter<long>("frontdesk.commits", description: "Revisions committed through this control plane.");
        _deltas = _meter.CreateCounter<long>("frontdesk.deltas.sent", description: "Deltas sent to edges.");
        _snapshots = _meter.CreateCounter<long>("frontdesk.snapshots.sent", description: "Snapshots sent to edges.");
        _nacks = _meter.CreateCounter<long>("frontdesk.nacks", description: "Updates that edges refused.");
        _auditLost = _meter.CreateCounter<long>("frontdesk.audit.lost", description: "Entries of the audit log that were lost because the store was away for too long.");
    }

    /// <summary>Counts a revision.</summary>
    public void Committed() => _commits.Add(1);

    /// <summary>Counts a delta sent.</summary>
    public void DeltaSent() => _deltas.Add(1);

    /// <summary>Counts a snapshot sent.</summary>
    public void SnapshotSent() => _snapshots.Add(1);

    /// <summary>Counts a refused update.</summary>
    public void Nacked() => _nacks.Add(1);

    /// <summary>Counts an entry of the audit log that was lost.</summary>
    public void AuditLost() => _auditLost.Add(1);

    /// <summary>Lets the alarms be read.</summary>
    public void ObserveAlarms(Func<IEnumerable<Measurement<int>>> read) =>
        _meter.CreateObservableGauge("frontdesk.alarms", read, description: "Alarms that an operator has to decide on, by code.");

    /// <summary>Lets the number of edges in each state be read.</summary>
    public void ObserveEdges(Func<IEnumerable<Measurement<int>>> read) =>
        _meter.CreateObservableGauge("frontdesk.edges", read, description: "Edges by state.");
}
