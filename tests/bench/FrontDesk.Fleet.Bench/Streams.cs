using System.Diagnostics;
using FrontDesk.Bench;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Redis;

namespace FrontDesk.Fleet.Bench;

/// <summary>
/// What a thousand edges' streams cost two control planes over one Redis. The edges are light clients in this process, each with a connection and an identity
/// of its own.
/// </summary>
internal static class Streams
{
    private const int Warm = 20;
    private const int Changes = 100;
    private const int RouteCount = 10_000;
    private const int EnrolAtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Measures with so many edges.</summary>
    public static async Task MeasureAsync(int count)
    {
        await using var redis = await RedisServer.StartAsync(CancellationToken.None);
        await using var a = await TestDesk.StartAsync(CancellationToken.None, redis);
        await using var b = await TestDesk.StartAsync(CancellationToken.None, redis, store: null, "--master-key-file", Path.Combine(a.Data, "master.key"));
        var edges = await EnrolAsync(count, a, b);
        try
        {
            await MeasureAsync(edges, a, b);
        }
        finally
        {
            Array.ForEach(edges, static edge => edge.Dispose());
        }
    }

    private static async Task MeasureAsync(LightEdge[] edges, TestDesk a, TestDesk b)
    {
        // 1. The streams, and their memory.
        var head = await PutAsync(a, 0, 1);
        var before = ResidentKiB(a, b);
        await ConnectAsync(edges, head, resume: false);
        Figure.Least($"memory of control planes for one stream, {edges.Length:N0} over two", 100, "KiB", [(ResidentKiB(a, b) - before) / edges.Length]);

        // 2. Changes.
        var times = new List<double>();
        for (var i = 0; i < Warm + Changes; i++)
        {
            var start = Stopwatch.GetTimestamp();
            head = await PutAsync(a, i % 7, 1, service: i);
            await ReachAsync(edges, head);
            if (i >= Warm)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        Figure.Median($"one change acknowledged by {edges.Length:N0} edges", 1_000, "ms", times);
        Figure.Least($"the same, 99 of {Changes}", 1_000, "ms", [times.Order().ElementAt((Changes * 99 / 100) - 1)]);

        // 3. All at once: edges that were away and are one change behind, as after a control plane's restart or a cut; then a new fleet of them.
        head = await PutAsync(a, 0, RouteCount);
        await ReachAsync(edges, head);
        foreach (var resume in new[] { true, false })
        {
            Array.ForEach(edges, static edge => edge.Cut());
            head = await PutAsync(a, 3, 1, service: resume ? 101 : 102);
            var start = Stopwatch.GetTimestamp();
            before = ResidentKiB(a, b);
            await ConnectAsync(edges, head, resume);
            var how = resume ? "that reconnect at once are in sync, each by a delta" : "that come at once with nothing are in sync, each by a whole snapshot";
            Figure.Least($"{edges.Length:N0} edges {how}, {RouteCount:N0} routes", 10, "s", [Stopwatch.GetElapsedTime(start).TotalSeconds]);
            Figure.Least("memory of control planes grew by", 100, "MiB", [Math.Max(0, ResidentKiB(a, b) - before) / 1024]);
        }
    }

    private static async Task<LightEdge[]> EnrolAsync(int count, TestDesk a, TestDesk b)
    {
        var token = await a.JoinTokenAsync(CancellationToken.None, "--uses", $"{count}");
        var edges = Enumerable.Range(0, count).Select(i => new LightEdge($"edge-{i:d4}", new Uri(i % 2 == 0 ? a.EdgeServer : b.EdgeServer), a.Authority)).ToArray();
        await Parallel.ForEachAsync(edges, new ParallelOptions { MaxDegreeOfParallelism = EnrolAtOnce }, async (edge, _) => await edge.EnrolAsync(token));
        return edges;
    }

    private static async Task<uint> PutAsync(TestDesk desk, int first, int count, int service = 0) =>
        (await desk.PutAsync(CancellationToken.None, Enumerable.Range(first, count).Select(i => Routes.Answer(i, service)))).Revision;

    private static Task ConnectAsync(LightEdge[] edges, uint revision, bool resume)
    {
        foreach (var edge in edges)
        {
            edge.Connect(resume);
        }

        return ReachAsync(edges, revision);
    }

    private static Task ReachAsync(LightEdge[] edges, uint revision) => Task.WhenAll(edges.Select(edge => edge.ReachAsync(revision))).WaitAsync(Patience);

    private static double ResidentKiB(params TestDesk[] desks) => desks.Sum(desk => Usage.ResidentMiB(desk.ControlPlane.Id)) * 1024;
}
