using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Tests.Publishing;

/// <summary>What is sent to many edges is built once, as long as it is not too large to be held.</summary>
public sealed class UpdatesTests
{
    [Fact]
    public async Task A_small_snapshot_is_built_once_for_all_edges_of_a_scope_until_the_next_revision()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        var updates = desk.Get<Updates>();
        var before = desk.Get<Desk>().Current;

        var one = updates.Snapshot(before, "eu").ToArray();
        var other = updates.Snapshot(before, "us").ToArray();
        await desk.ApplyAsync(Changes.Service("b"));
        var next = updates.Snapshot(desk.Get<Desk>().Current, "eu").ToArray();

        Assert.Same(Assert.Single(one), Assert.Single(other));
        Assert.Equal(["a"], Names(one));
        Assert.Equal(["a", "b"], Names(next));
    }

    [Fact]
    public async Task A_large_snapshot_is_built_part_by_part_for_each_edge()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        await desk.ApplyAsync(Changes.Service("b"));
        var state = desk.Get<Desk>().Current;
        var updates = new Updates(
            desk.Get<Desk>(), desk.Get<SecretStore>(), desk.Get<HeadSigner>(), new PublishingOptions { SharedSnapshotBytes = 1, ChunkBytes = 1 });

        var one = updates.Snapshot(state, "eu").ToArray();
        var other = updates.Snapshot(state, "eu").ToArray();

        Assert.Equal((2, 2), (one.Length, other.Length));
        Assert.NotSame(one[0], other[0]);
        Assert.Equal(["a", "b"], Names(one));
    }

    private static IEnumerable<string> Names(IEnumerable<ControlFrame> parts) =>
        parts.SelectMany(part => ControlMessage.Parser.ParseFrom(part.Bytes).Snapshot.Resources).Select(resource => resource.Name).Order(StringComparer.Ordinal);
}
