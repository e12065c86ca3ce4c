using FrontDesk.Bench;
using FrontDesk.Testing.Desks;

namespace FrontDesk.Fleet.Bench;

/// <summary>Memory at rest, of processes with every flag at its default.</summary>
internal static class Rest
{
    private const int Count = 10_000;
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(20);

    public static async Task MeasureAsync()
    {
        await using var desk = await TestDesk.StartAsync(CancellationToken.None);
        var edge = await desk.AddEdgeAsync("edge-1", CancellationToken.None);
        await RestedAsync(desk, 0);
        Figure.Least("memory of an edge at rest, one listener", 100, "MiB", [Usage.ResidentMiB(edge.Program.Id)]);

        await RestedAsync(desk, Count);
        Figure.Least($"memory of a control plane at rest, embedded store, {Count:N0} routes", 300, "MiB", [Usage.ResidentMiB(desk.ControlPlane.Id)]);
    }

    private static async Task RestedAsync(TestDesk desk, int routes)
    {
        await Routes.PutAsync(desk, routes);
        await Task.Delay(Nap);
    }
}
