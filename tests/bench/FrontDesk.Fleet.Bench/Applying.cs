using System.Diagnostics;
using FrontDesk.Bench;
using FrontDesk.Testing.Desks;

namespace FrontDesk.Fleet.Bench;

/// <summary>How long a change takes until ten edges have acknowledged it.</summary>
internal static class Applying
{
    private const int Edges = 10;
    private const int Warm = 30;
    private const int Calls = 50;
    private const int Commands = 11;

    public static async Task MeasureAsync()
    {
        await using var desk = await TestDesk.StartAsync(CancellationToken.None);
        for (var i = 1; i <= Edges; i++)
        {
            await desk.AddEdgeAsync($"edge-{i}", CancellationToken.None);
        }

        foreach (var routes in new[] { 10, 10_000 })
        {
            await Routes.PutAsync(desk, routes);
            await RepeatAsync(Warm, i => CallAsync(desk, i));
            Figure.Median($"one change applied by the API, {Edges} edges have acknowledged, {routes:N0} routes", 100, "ms", await RepeatAsync(Calls, i => CallAsync(desk, Warm + i)));
            Figure.Median($"the same by the command `frontdesk apply --wait`, the program's own start included, {routes:N0} routes", 100, "ms", await RepeatAsync(Commands, i => CommandAsync(desk, i)));
        }
    }

    private static async Task CallAsync(TestDesk desk, int i) => await desk.WaitForEdgesAsync(await desk.PutAsync(CancellationToken.None, Routes.Route(1, i)), CancellationToken.None);

    private static async Task CommandAsync(TestDesk desk, int i)
    {
        var file = desk.Write("change.yaml", $"routes: {{ route-2: {{ hosts: [host-2.customers.example.com], to: service-{i + 3} }} }}\n");
        (await desk.RunAsync(CancellationToken.None, "apply", "-f", file, "--wait")).Expect();
    }

    private static async Task<List<double>> RepeatAsync(int times, Func<int, Task> what)
    {
        var measured = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await what(i);
            measured.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return measured;
    }
}
