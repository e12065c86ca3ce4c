using CsCheck;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Tests.Publishing;

/// <summary>
/// For random A and B: an edge that came from A to B by deltas, with cuts anywhere, is byte-equal to one that took the snapshot of B; and each
/// revision comes in order, once, and whole.
/// </summary>
public sealed class DeltaPropertyTests : IAsyncLifetime
{
    private static readonly string[][] Groups = [[], ["eu"], ["us"], ["eu", "us"]];

    // Small parts, so that a snapshot can be cut in its middle; and small deltas, so that some way is only open to a snapshot.
    private readonly PublishingOptions _options = new() { ChunkBytes = 256, DeltaBytes = 1024 };
    private LocalDesk _desk = null!;
    private int _edges;

    /// <summary>What happens next to one edge.</summary>
    private enum Step
    {
        Change,
        Take,
        CutBeforeApplying,
        CutBeforeAcknowledging,
        CutInTheMiddle,
    }

    public async ValueTask InitializeAsync() => _desk = await LocalDesk.StartAsync(publishing: _options);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public Task An_edge_that_came_by_deltas_with_cuts_is_byte_equal_to_one_that_took_the_snapshot() =>
        Gen.Select(Gen.Select(Gen.Int[0, 4].Select(step => (Step)step), Gen.Int[0, 11], Gen.Int[0, 3], Gen.Bool).Array[5, 40], Gen.Bool).SampleAsync(
            async (steps, eu) => await RunAsync(steps, eu ? "eu" : "us"), iter: 12, threads: 1);

    private async Task RunAsync((Step Step, int Name, int Groups, bool Delete)[] steps, string group)
    {
        using var edge = await ScriptedEdge.EnrolAsync(_desk, $"edge-{_edges++}", group);
        await _desk.ApplyAsync(Service(0, 0, _edges));
        await edge.ConnectAsync();
        var seen = 0u;
        for (var i = 0; i < steps.Length; i++)
        {
            var (step, name, groups, delete) = steps[i];
            switch (step)
            {
                case Step.Change:
                    await ChangeAsync(name, groups, delete, i);
                    break;
                case Step.Take when Behind(edge):
                    seen = await TakeAsync(edge, seen);
                    await edge.AckAsync();
                    break;
                case Step.CutBeforeAcknowledging when Behind(edge):
                    seen = await TakeAsync(edge, seen);
                    await edge.ConnectAsync();
                    break;
                case Step.CutBeforeApplying or Step.CutInTheMiddle when Behind(edge):
                    await edge.NextAsync();
                    await edge.ConnectAsync();
                    break;
            }
        }

        // To the head, whatever is still on its way.
        await edge.ConnectAsync();
        while (Behind(edge))
        {
            seen = await TakeAsync(edge, seen);
            await edge.AckAsync();
        }

        using var fresh = await ScriptedEdge.EnrolAsync(_desk, $"edge-{_edges++}", group);
        await fresh.ConnectAsync();
        await fresh.SnapshotAsync();
        Assert.Equal(fresh.Have, edge.Have);
        Assert.Equal(
            fresh.Resources.OrderBy(pair => pair.Key).Select(pair => Convert.ToHexString(pair.Value.ToByteArray())),
            edge.Resources.OrderBy(pair => pair.Key).Select(pair => Convert.ToHexString(pair.Value.ToByteArray())));
    }

    private bool Behind(ScriptedEdge edge) => edge.Have.Revision < _desk.Get<ControlPlane.Revisions.Desk>().Current.Head.Revision;

    // Ordered and unique: each update leads to a later revision than the one before, from exactly there.
    private static async Task<uint> TakeAsync(ScriptedEdge edge, uint seen)
    {
        await edge.UpdateAsync();
        Assert.True(edge.Have.Revision > seen);
        return edge.Have.Revision;
    }

    private async Task ChangeAsync(int name, int groups, bool delete, int salt)
    {
        var key = new ResourceKey { Kind = Kind.Service, Name = $"s{name}" };
        var exists = _desk.Get<ControlPlane.Revisions.Desk>().Current.TryGetStored(key.Kind, key.Name, out _);
        await (delete && exists && name > 0
            ? _desk.ApplyAsync(new ChangeHeader(), [], [key])
            : _desk.ApplyAsync(Service(name, groups, salt)));
    }

    private static Resource Service(int name, int groups, int salt)
    {
        var service = Changes.Service($"s{name}", Groups[groups]);
        service.Labels["salt"] = new string((char)('a' + (salt % 26)), 1 + (salt * 7 % 90));
        return service;
    }
}
