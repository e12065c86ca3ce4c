using System.Globalization;
using System.Text;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;

namespace FrontDesk.EndToEnd.Tests.Scale;

/// <summary>A normal size is 100,000 routes.</summary>
public class ManyRoutesTests
{
    private const int Count = 100_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_routes_in_one_apply_are_served_and_one_of_them_is_changed()
    {
        await using var first = await HttpBackend.StartEchoAsync("first");
        await using var second = await HttpBackend.StartEchoAsync("second");
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        var document = new StringBuilder();
        document.Append(CultureInfo.InvariantCulture, $"listeners: {{ http: {{ bind: \":{desk.HttpPort}\", protocol: http }} }}\n");
        document.Append(CultureInfo.InvariantCulture, $"services: {{ first: {first.Url}, second: {second.Url} }}\nroutes:\n");
        for (var i = 0; i < Count; i++)
        {
            document.Append(CultureInfo.InvariantCulture, $"  r{i}: {{ hosts: [h{i}.example.test], to: first }}\n");
        }

        var result = (await desk.ApplyAsync(document.ToString(), Stop)).Json();

        Assert.Equal((1, Count + 3), (result.Number("revision"), result.Number("added")));
        foreach (var i in new[] { 0, 1, 4711, Count - 1 })
        {
            Assert.StartsWith("first\n", await AskAsync(desk, edge, i), StringComparison.Ordinal);
        }

        await desk.ApplyAsync("routes: { r4711: { hosts: [h4711.example.test], to: second } }", Stop);
        Assert.StartsWith("second\n", await AskAsync(desk, edge, 4711), StringComparison.Ordinal);
        Assert.StartsWith("first\n", await AskAsync(desk, edge, 4712), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(TestDesk desk, TestEdge edge, int number)
    {
        using var client = desk.Client(edge);
        return await client.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://h{number}.example.test:{desk.HttpPort}/")), Stop);
    }
}
