using FrontDesk.Edge.Sync;

namespace FrontDesk.Edge.Tests.Sync;

public sealed class ControlPlaneOrderTests
{
    private static readonly Uri[] Planes = [new("https://a:7401"), new("https://b:7401"), new("https://c:7401")];
    private static readonly string[] Edges = [.. Enumerable.Range(0, 999).Select(i => $"edge-{i}")];

    [Fact]
    public void A_fleet_spreads_evenly_over_its_control_planes() =>
        Assert.All(Edges.CountBy(edge => ControlPlaneOrder.Of(edge, Planes)[0]), share => Assert.InRange(share.Value, 260, 410));

    [Fact]
    public void The_order_in_which_they_are_listed_does_not_matter() =>
        Assert.All(Edges, edge => Assert.Equal(ControlPlaneOrder.Of(edge, Planes), ControlPlaneOrder.Of(edge, Planes.Reverse())));

    [Fact]
    public void When_one_goes_its_edges_spread_over_all_others()
    {
        var orphans = Edges.Where(edge => ControlPlaneOrder.Of(edge, Planes)[0] == Planes[0]);
        var shares = orphans.CountBy(edge => ControlPlaneOrder.Of(edge, Planes)[1]).ToDictionary();

        Assert.InRange(shares[Planes[1]], 110, 230);
        Assert.InRange(shares[Planes[2]], 110, 230);
    }
}
