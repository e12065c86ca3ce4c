using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Faults;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>What is done while an edge is away, or slow, is what it runs afterwards.</summary>
public class AwayFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rollback_made_while_an_edge_is_cut_off_is_what_it_runs_when_it_is_back()
    {
        await using var loaded = await LoadedDesk.StartAsync();
        await using var link = new FaultLink(loaded.Desk.EdgePort);
        var edge = await LinkFaultTests.AddAsync(loaded.Desk, "far", link);
        await loaded.Pages.ServeAsync(Stop);
        var wanted = loaded.Pages.Wanted;
        var revision = (await loaded.Desk.StatusAsync(Stop)).Head;
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        await loaded.ServesNewestAsync(edge);

        await CutOffAsync(loaded.Desk, edge, link);
        await loaded.Pages.ChangeAsync(Stop);
        (await loaded.Desk.RunAsync(Stop, "rollback", revision.ToString(CultureInfo.InvariantCulture))).Expect();
        link.Heal();

        await loaded.ServesAsync(edge, wanted);
        await loaded.Desk.WaitForEdgeAsync(edge, "to be in sync", static status => status.StateCode == EdgeState.InSync, Stop);
    }

    [Fact]
    public async Task Nothing_that_was_deleted_before_a_compaction_is_left_on_an_edge_that_was_away()
    {
        await using var loaded = await LoadedDesk.StartAsync(redis: null, store: null, service: null, "--keep-revisions", "4");
        await using var link = new FaultLink(loaded.Desk.EdgePort);
        var edge = await LinkFaultTests.AddAsync(loaded.Desk, "far", link);
        await loaded.Pages.ServeAsync(Stop);
        await loaded.Desk.PutAsync(Stop, Robots("gone.test"));
        await StatusOfAsync(loaded, edge, "gone.test", 200);

        await CutOffAsync(loaded.Desk, edge, link);
        (await loaded.Desk.RunAsync(Stop, "delete", "route/gone.test")).Expect();
        for (var i = 0; i < 12; i++)
        {
            await loaded.Pages.ChangeAsync(Stop);
        }

        await loaded.Desk.PutAsync(Stop, Robots("come.test"));
        link.Heal();

        await StatusOfAsync(loaded, edge, "come.test", 200);
        await StatusOfAsync(loaded, edge, "gone.test", 404);
        await loaded.ServesNewestAsync(edge);
    }

    [Fact]
    public async Task A_slow_edge_delays_no_other_and_ends_at_the_newest()
    {
        const int Changes = 20;
        await using var loaded = await LoadedDesk.StartAsync();
        await using var link = new FaultLink(loaded.Desk.EdgePort);
        var slow = await LinkFaultTests.AddAsync(loaded.Desk, "slow", link);
        var fast = await loaded.Desk.AddEdgeAsync("fast", Stop);
        await loaded.BeginAsync();

        // Each piece takes a second to the slow one; it is still at the first when the fast one has all.
        link.FromTarget.Slow(TimeSpan.FromSeconds(1));
        ChangeResult? last = null;
        for (var i = 0; i < Changes; i++)
        {
            last = await loaded.Pages.ChangeAsync(Stop);
            last.Connected.Remove(slow.Name);
            await loaded.Desk.WaitForEdgesAsync(last, Stop);
        }

        await loaded.ServesNewestAsync(fast);
        link.Heal();
        await loaded.Desk.WaitForEdgeAsync(slow, "to have the last", edge => edge.Applied == last!.Revision, Stop);
        loaded.Judge();
    }

    [Fact]
    public async Task An_edge_killed_while_it_takes_changes_serves_what_it_acknowledged_also_without_a_control_plane()
    {
        await using var loaded = await LoadedDesk.StartAsync();
        await using var link = new FaultLink(loaded.Desk.EdgePort);
        var edge = await LinkFaultTests.AddAsync(loaded.Desk, "far", link);
        await loaded.Pages.ServeAsync(Stop);
        for (var kill = 0; kill < 3; kill++)
        {
            for (var i = 0; i < 5; i++)
            {
                await loaded.Pages.ChangeAndWaitAsync(Stop);
            }

            // One more is on its way.
            await loaded.Pages.ChangeAsync(Stop);
            link.Cut();
            await edge.Program.KillAsync();
            edge.Start(joinToken: null);
            await Testing.Waiting.Eventually.TrueAsync("the edge to be ready", async () => await edge.StatusAsync("readyz", Stop) == 200, Stop);
            await using (var load = new Testing.Load.LoadGenerator(loaded.Pages, loaded.Desk.Client(edge)))
            {
                await load.MoreAsync(5, Stop);
                Assert.Empty(load.Faults);
            }

            link.Heal();
            await loaded.ServesNewestAsync(edge);
        }
    }

    private static Resource Robots(string host) => new() { Name = host, Route = new RouteConfig { Hosts = { host }, Respond = new Respond { Body = "User-agent: *" } } };

    private static async Task CutOffAsync(TestDesk desk, TestEdge edge, FaultLink link)
    {
        link.Cut();
        await desk.WaitForEdgeAsync(edge, "to be missed", static status => status.StateCode == EdgeState.Offline, Stop);
    }

    private static async Task StatusOfAsync(LoadedDesk loaded, TestEdge edge, string host, int status)
    {
        using var client = loaded.Desk.Client(edge);
        var page = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{loaded.Desk.HttpPort}/"));
        await Testing.Waiting.Eventually.TrueAsync($"{host} to answer {status}", async () => (int)(await client.GetAsync(page, Stop)).StatusCode == status, Stop);
    }
}
