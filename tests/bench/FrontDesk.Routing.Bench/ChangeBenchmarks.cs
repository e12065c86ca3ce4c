using BenchmarkDotNet.Attributes;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Bench;

/// <summary>One changed route, from its message to the snapshot that requests read.</summary>
public class ChangeBenchmarks
{
    private SnapshotModel _model = SnapshotModel.Empty;
    private int _next;

    /// <summary>Routes of the desk.</summary>
    [Params(100_000, 1_000_000)]
    public int Routes { get; set; }

    /// <summary>Compiles the desk.</summary>
    [GlobalSetup]
    public void SetUp() => _model = Desk.Snapshot(Routes);

    /// <summary>Another route each time, to another service.</summary>
    [Benchmark]
    public SnapshotModel Change()
    {
        _next = (_next + 7919) % Routes;
        return _model = _model.Apply([Desk.Route(_next, _next + 1)]).Model;
    }
}
