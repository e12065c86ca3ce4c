using System.Diagnostics;
using System.Globalization;
using System.Net;
using FrontDesk.Bench;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Load;
using FrontDesk.Testing.Redis;

namespace FrontDesk.Fleet.Bench;

/// <summary>
/// Fifty changes a second under traffic, for minutes: no request may fail or be answered from a wrong revision, and no process may grow. Memory is
/// compared between the end of the first fifth, when everything is warm, and the end: the least of several looks each, between which the collector runs.
/// </summary>
internal static class Steady
{
    private const int PerSecond = 50;
    private const int EdgeCount = 2;
    private const int Connections = 4;
    private const int RouteCount = 1_000;
    private const int Looks = 10;

    /// <summary>Measures for so many seconds.</summary>
    public static async Task MeasureAsync(int seconds)
    {
        await using var redis = await RedisServer.StartAsync(CancellationToken.None);
        await using var service = await HttpBackend.StartEchoAsync("service");
        await using var desk = await TestDesk.StartAsync(CancellationToken.None, redis);
        for (var i = 1; i <= EdgeCount; i++)
        {
            await desk.AddEdgeAsync($"edge-{i}", CancellationToken.None);
        }

        await Routes.PutAsync(desk, RouteCount);
        var pages = new Numbered(desk, service.Url);
        await pages.ChangeAndWaitAsync(CancellationToken.None);
        await using var load = new LoadGenerator(pages, [.. desk.Edges.SelectMany(edge => Enumerable.Range(0, Connections / EdgeCount), (edge, _) => desk.Client(edge, HttpVersion.Version11))]);

        var warm = PerSecond * seconds / 5;
        await pages.ChangeSteadilyAsync(warm, PerSecond, CancellationToken.None);
        var before = await MemoryAsync(desk, redis, pages);
        var start = Stopwatch.GetTimestamp();
        var changes = (PerSecond * seconds) - warm;
        await pages.ChangeSteadilyAsync(changes, PerSecond, CancellationToken.None);
        var rate = changes / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = await MemoryAsync(desk, redis, pages);

        Console.Error.WriteLine(load.Summary);
        foreach (var fault in load.Faults.Take(10))
        {
            Console.Error.WriteLine(fault);
        }

        Figure.Least($"time of one change at a steady pace, {RouteCount:N0} routes, under traffic", 1000.0 / PerSecond, "ms", [1000 / rate]);
        Figure.Least($"requests that failed or were answered wrongly, of {(load.Answers + load.Faults.Count).ToString("N0", CultureInfo.InvariantCulture)}", 0, "", [load.Faults.Count]);
        foreach (var (what, most) in before)
        {
            Figure.Least($"{what} grew from {most:N0} MiB by", 0.1 * most, "MiB", [Math.Max(0, after[what] - most)]);
        }
    }

    // Between the looks all goes on: a collection may have run just before one of them.
    private static async Task<Dictionary<string, double>> MemoryAsync(TestDesk desk, RedisServer redis, Numbered pages)
    {
        var least = new Dictionary<string, double>();
        for (var look = 0; look < Looks; look++)
        {
            Look("memory of the control plane", Usage.ResidentMiB(desk.ControlPlane.Id));
            Look("memory of Redis", Usage.ResidentMiB(redis.Id));
            foreach (var edge in desk.Edges)
            {
                Look($"memory of {edge.Name}", Usage.ResidentMiB(edge.Program.Id));
                Look($"managed heap of {edge.Name}", await HeapMiBAsync(edge));
            }

            await pages.ChangeSteadilyAsync(PerSecond, PerSecond, CancellationToken.None);
        }

        return least;

        void Look(string what, double now) => least[what] = Math.Min(now, least.GetValueOrDefault(what, double.MaxValue));
    }

    // What the last collection left, as the edge itself tells.
    private static async Task<double> HeapMiBAsync(TestEdge edge) => (await edge.AskAsync("metrics", CancellationToken.None)).Body.Split('\n')
        .Where(static line => line.StartsWith("dotnet_gc_last_collection_heap_size_bytes{", StringComparison.Ordinal))
        .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)) / 1048576;
}
