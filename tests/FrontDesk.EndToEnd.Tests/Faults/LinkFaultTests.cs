using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Faults;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>The link between an edge and the control plane loses bytes, and no side is told.</summary>
public class LinkFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_link_that_falls_silent_is_noticed_by_both_sides_and_heals(bool toControlPlane, bool fromControlPlane)
    {
        await using var loaded = await LoadedDesk.StartAsync();
        await using var link = new FaultLink(loaded.Desk.EdgePort);
        var edge = await AddAsync(loaded.Desk, "far", link);
        await loaded.BeginAsync();
        var taken = link.Accepted;

        if (toControlPlane)
        {
            link.ToTarget.Lose();
        }

        if (fromControlPlane)
        {
            link.FromTarget.Lose();
        }

        // The control plane misses the edge; the edge misses the control plane, and tries anew.
        await loaded.Desk.WaitForEdgeAsync(edge, "to be missed", static status => status.StateCode == EdgeState.Offline, Stop);
        await Testing.Waiting.Eventually.TrueAsync("the edge to try anew", () => Task.FromResult(link.Accepted > taken), Stop);
        await loaded.Pages.ChangeAsync(Stop);
        await loaded.LoadAsync();

        link.Heal();
        await loaded.ServesNewestAsync(edge);
        await loaded.Desk.WaitForEdgeAsync(edge, "to be in sync", static status => status.StateCode == EdgeState.InSync, Stop);
        loaded.Judge();
    }

    /// <summary>Adds an edge that reaches the control plane by a link.</summary>
    internal static async Task<TestEdge> AddAsync(TestDesk desk, string name, FaultLink link)
    {
        var edge = desk.NewEdge(name, group: null, string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{link.Port}"));
        await desk.JoinAsync(edge, Stop);
        return edge;
    }
}
