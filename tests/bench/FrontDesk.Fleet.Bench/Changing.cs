using FrontDesk.Bench;
using FrontDesk.Testing.Desks;

namespace FrontDesk.Fleet.Bench;

/// <summary>What one changed route costs an edge in CPU, from the wire to the acknowledgement, its disk included.</summary>
internal static class Changing
{
    private const int Batches = 8;
    private const int Changes = 400;

    public static async Task MeasureAsync(int routes)
    {
        await using var desk = await TestDesk.StartAsync(CancellationToken.None);
        var edge = await desk.AddEdgeAsync("edge-1", CancellationToken.None);
        await Routes.PutAsync(desk, routes);
        var measured = new List<double>();
        var next = 0;
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = Usage.CpuMilliseconds(edge.Program.Id);
            for (var i = 0; i < Changes; i++)
            {
                next += 7919;
                await desk.WaitForEdgesAsync(await desk.PutAsync(CancellationToken.None, Routes.Route(next % routes, next + 1)), CancellationToken.None);
            }

            measured.Add((Usage.CpuMilliseconds(edge.Program.Id) - before) / Changes);
        }

        Figure.Least($"edge CPU of one changed route, wire to acknowledgement, {routes:N0} routes", 0.5, "ms", measured);
    }
}
