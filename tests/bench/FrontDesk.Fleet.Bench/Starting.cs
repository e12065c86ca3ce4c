using System.Diagnostics;
using FrontDesk.Bench;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Waiting;

namespace FrontDesk.Fleet.Bench;

/// <summary>How long an edge takes from its start until it serves what it had on its disk.</summary>
internal static class Starting
{
    private const int Count = 100_000;
    private const int Times = 5;

    public static async Task MeasureAsync()
    {
        await using var desk = await TestDesk.StartAsync(CancellationToken.None);
        var edge = await desk.AddEdgeAsync("edge-1", CancellationToken.None);
        await Routes.PutAsync(desk, Count);
        await desk.StopControlPlaneAsync(CancellationToken.None);
        var measured = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            await edge.Program.KillAsync();
            var start = Stopwatch.GetTimestamp();
            edge.Start(joinToken: null);
            await Eventually.TrueAsync("the edge to be ready", async () => await edge.StatusAsync("readyz", CancellationToken.None) == 200, CancellationToken.None);
            measured.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Figure.Least($"start of an edge from its disk, {Count:N0} routes, until it is ready", 3, "s", measured);
        Console.Error.WriteLine($"its CPU until then: {Usage.CpuMilliseconds(edge.Program.Id):N0} ms, its memory: {Usage.ResidentMiB(edge.Program.Id):N0} MiB");
    }
}
