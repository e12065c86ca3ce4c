using FrontDesk.Admin.V1;
using FrontDesk.EndToEnd.Tests.Faults;

namespace FrontDesk.EndToEnd.Tests.Scale;

/// <summary>Changes that do not end, under traffic. For minutes, and with the memory that it takes: `tests/bench/run steady`.</summary>
public class SteadyChangesTests
{
    private const int Changes = 500;
    private const int PerSecond = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_changes_one_after_the_other_under_load_fail_no_request_and_are_acknowledged_by_all()
    {
        await using var loaded = await LoadedDesk.StartAsync(edges: 2);
        var before = (await loaded.Desk.StatusAsync(Stop)).Head;

        await loaded.Pages.ChangeSteadilyAsync(Changes, PerSecond, Stop);

        await loaded.LoadAsync();
        loaded.Judge();
        foreach (var edge in loaded.Desk.Edges)
        {
            await loaded.Desk.WaitForEdgeAsync(edge, "to have all", status => status.Applied == before + Changes && status.StateCode == EdgeState.InSync, Stop);
        }

        Assert.Equal(loaded.Pages.Wanted, loaded.Pages.Acknowledged);
    }
}
