using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;

namespace FrontDesk.ControlPlane.Tests.Publishing;

/// <summary>Whatever way an edge came, it holds the same bytes.</summary>
public sealed class ConvergenceTests
{
    private const int Steps = 40;
    private const int Names = 8;
    private const int Edges = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_edge_that_came_by_deltas_with_cuts_anywhere_holds_the_bytes_of_the_snapshot(int seed)
    {
        var random = new Random(seed);
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "by-deltas");
        await desk.ApplyAsync(Changes.Service("first"));
        await edge.ConnectAsync();
        var deltas = 0;
        for (var step = 0; step < Steps; step++)
        {
            var now = await ChangeAsync(desk, random);
            switch (edge.Have.Revision == now ? 0 : random.Next(4))
            {
                case 0:
                    // Cut before anything was taken.
                    await edge.ConnectAsync();
                    break;
                case 1:
                    // Cut after an update was applied and before it was acknowledged.
                    deltas += await edge.UpdateAsync() ? 1 : 0;
                    await edge.ConnectAsync();
                    break;
                case 2:
                    deltas += await edge.UpdateAsync() ? 1 : 0;
                    await edge.AckAsync();
                    break;
                default:
                    // Falls behind; what it missed is merged.
                    break;
            }
        }

        var head = (await desk.ApplyAsync(Changes.Service("last"))).Result.Revision;
        await edge.ConnectAsync();
        while (edge.Have.Revision < head)
        {
            deltas += await edge.UpdateAsync() ? 1 : 0;
            await edge.AckAsync();
        }

        using var fresh = await ScriptedEdge.EnrolAsync(desk, "by-snapshot");
        await fresh.ConnectAsync();
        await fresh.SnapshotAsync();
        Assert.InRange(deltas, 1, Steps + 1);
        Assert.Equal(fresh.Have, edge.Have);
        Assert.Equal(fresh.Resources.OrderBy(Key), edge.Resources.OrderBy(Key));

        static string Key(KeyValuePair<(Kind Kind, string Name), StoredResource> resource) => $"{resource.Key.Kind} {resource.Key.Name}";
    }

    [Fact]
    public async Task Two_hundred_edges_that_come_at_once_are_all_in_sync_and_get_the_next_change()
    {
        // The first ones wait in silence until the last one is there.
        await using var desk = await LocalDesk.StartAsync(publishing: new PublishingOptions { Beat = TimeSpan.FromMinutes(1), MissedBeats = 10 });
        await desk.ApplyAsync([.. Enumerable.Range(0, 100).Select(static i => Changes.Service($"s{i}"))]);
        var token = await desk.JoinTokenAsync(uses: Edges);
        var edges = await Task.WhenAll(Enumerable.Range(0, Edges).Select(async i =>
        {
            var edge = await ScriptedEdge.EnrolAsync(desk, $"edge-{i}", token: token);
            await edge.ConnectAsync();
            await edge.SnapshotAsync();
            await edge.AckAsync();
            return edge;
        }));

        await desk.ApplyAsync(Changes.Service("next"));
        await Task.WhenAll(edges.Select(static async edge =>
        {
            await edge.DeltaAsync();
            await edge.AckAsync();
        }));

        Assert.All(edges, edge => Assert.Equal(edges[0].Have, edge.Have));
        Assert.Equal(101, edges[0].Resources.Count);
        Array.ForEach(edges, static edge => edge.Dispose());
    }

    /// <summary>Puts or deletes one to three of a few resources.</summary>
    /// <returns>The head after it.</returns>
    private static async Task<uint> ChangeAsync(LocalDesk desk, Random random)
    {
        var there = (await desk.ExportAsync()).Select(static resource => resource.Name).ToHashSet();
        var names = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"n{random.Next(Names)}").Distinct().ToArray();
        var deleted = names.Where(name => there.Contains(name) && random.Next(2) == 0).ToArray();
        var put = names.Except(deleted).Select(name => Service(name, random.Next(1, 60_000)));
        return (await desk.ApplyAsync(new ChangeHeader(), put, deleted.Select(static name => new ResourceKey { Kind = Kind.Service, Name = name }))).Result.Revision;
    }

    private static Resource Service(string name, int port) => new()
    {
        Name = name,
        Service = new ServiceConfig { Endpoints = { new Endpoint { Url = $"http://127.0.0.1:{port}" } } },
    };
}
