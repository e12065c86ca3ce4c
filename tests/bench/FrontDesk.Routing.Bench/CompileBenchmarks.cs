using BenchmarkDotNet.Attributes;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Bench;

/// <summary>The whole desk at once, as an edge compiles it when it starts.</summary>
public class CompileBenchmarks
{
    private ResourceChange[] _resources = [];

    /// <summary>Routes of the desk.</summary>
    [Params(100_000)]
    public int Routes { get; set; }

    /// <summary>Writes the resources, and says what the compiled desk keeps in memory.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var model = Desk.Compile([.. Desk.Resources(Routes)]);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(model);
        Console.WriteLine($"// memory of the compiled desk: {(after - before) / Routes} bytes a route");
        _resources = [.. Desk.Resources(Routes)];
    }

    /// <summary>All of it.</summary>
    [Benchmark]
    public SnapshotModel Compile() => Desk.Compile(_resources);
}
