using BenchmarkDotNet.Attributes;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Bench;

/// <summary>
/// Host and path to route. Each request has strings of its own, laid in the order in which they are asked, as the server has
/// just read them: what misses the cache is the table, not the question.
/// </summary>
public class MatchBenchmarks
{
    private const int Requests = 1 << 18;

    private SnapshotModel _model = SnapshotModel.Empty;
    private string[] _hosts = [];

    /// <summary>Routes of the desk.</summary>
    [Params(100_000, 1_000_000)]
    public int Routes { get; set; }

    /// <summary>How many of the hosts are asked for.</summary>
    [Params(1_024, int.MaxValue)]
    public int HotHosts { get; set; }

    /// <summary>Compiles the desk and writes the requests.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _model = Desk.Snapshot(Routes);
        var random = new Random(1);
        var hot = Enumerable.Range(0, Math.Min(HotHosts, Routes)).Select(_ => random.Next(Routes)).ToArray();
        _hosts = [.. Enumerable.Range(0, Requests).Select(_ => Desk.Host(HotHosts > Routes ? random.Next(Routes) : hot[random.Next(hot.Length)]))];
    }

    /// <summary>One request.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public int Match()
    {
        var found = 0;
        foreach (var host in _hosts)
        {
            found += _model.Match(new Request(host, "/orders/4711")) is null ? 0 : 1;
        }

        return found == Requests ? found : throw new InvalidOperationException("A host of the desk has no route.");
    }
}
