using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FrontDesk.Bench;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Bench;

/// <summary>The numbers that were wanted of routing, each with what was measured.</summary>
internal static class Wanted
{
    private const int Normal = 100_000;
    private const double Microsecond = 1e3;

    /// <summary>Measures, and prints rows of a table.</summary>
    public static void Print(IConfig config)
    {
        // First, while nothing else is in memory.
        Figure.Least($"memory per route, {Normal:N0} host routes compiled", 1024, "B", [MemoryPerRoute(Normal)]);
        var normal = ManualConfig.Union(config, ManualConfig.CreateEmpty().AddFilter(new SimpleFilter(static one => (int)one.Parameters["Routes"] == Normal)));
        foreach (var report in BenchmarkRunner.Run<MatchBenchmarks>(normal).Reports)
        {
            var hot = (int)report.BenchmarkCase.Parameters["HotHosts"];
            var what = hot < Normal ? $"match, {Normal:N0} host routes, {hot:N0} of them hot" : $"match, {Normal:N0} host routes, any of them at random";
            Figure.Least(what, hot < Normal ? 250 : 800, "ns", Times(report));
            Figure.Least($"{what}: allocated", 0, "B", [Allocated(report)]);
        }

        foreach (var report in BenchmarkRunner.Run<ChangeBenchmarks>(config).Reports)
        {
            var what = $"one changed route among {report.BenchmarkCase.Parameters["Routes"]:N0}, message to snapshot";
            Figure.Least(what, 500, "µs", Times(report).Select(static time => time / Microsecond));
            Figure.Least($"{what}: allocated", 65_536, "B", [Allocated(report)]);
        }
    }

    private static IEnumerable<double> Times(BenchmarkReport report) => report.ResultStatistics!.OriginalValues;

    private static double Allocated(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN;

    private static double MemoryPerRoute(int routes)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        SnapshotModel model = Desk.Compile([.. Desk.Resources(routes)]);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(model);
        return (double)(after - before) / routes;
    }
}
