using System.Globalization;
using System.Net;
using FrontDesk.Admin.V1;
using FrontDesk.Testing.Faults;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>An edge on a host of its own is cut off from the control plane, and comes back.</summary>
public class PartitionFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_behind_a_partition_serves_on_is_shown_as_offline_and_takes_the_newest_when_it_heals()
    {
        using var host = new NetworkHost();
        await using var loaded = await LoadedDesk.StartAsync(redis: null, store: null, host.Near, "--name", host.Gateway);
        await using var link = new FaultLink(loaded.Desk.EdgePort, IPAddress.Parse(host.Gateway));
        var here = await loaded.Desk.AddEdgeAsync("here", Stop);
        var away = loaded.Desk.NewEdge("away", group: null, string.Create(CultureInfo.InvariantCulture, $"https://{host.Gateway}:{link.Port}"), host);
        await loaded.Desk.JoinAsync(away, Stop);
        await loaded.BeginAsync();

        host.Partition();
        await loaded.Desk.WaitForEdgeAsync(away, "to be missed", static edge => edge.StateCode == EdgeState.Offline, Stop);
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        await loaded.ServesNewestAsync(here);
        await loaded.ServesAsync(away, loaded.Pages.Acknowledged);
        await loaded.LoadAsync();

        host.Heal();
        await loaded.ServesNewestAsync(away);
        await loaded.Desk.WaitForEdgeAsync(away, "to be in sync", static edge => edge.StateCode == EdgeState.InSync, Stop);
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        await loaded.LoadAsync();
        loaded.Judge();
    }
}
