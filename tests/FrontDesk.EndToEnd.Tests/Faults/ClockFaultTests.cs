using FrontDesk.Admin.V1;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Redis;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>The clock of a host is wrong: an hour on one side, and an hour the other way on the other. Operators' clocks are right.</summary>
public class ClockFaultTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, -1)]
    [InlineData(-1, 1)]
    public async Task Clocks_that_are_an_hour_off_keep_nobody_out_and_lose_nothing_and_neither_does_setting_one_right(int controlPlane, int edge)
    {
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var loaded = await LoadedDesk.StartAsync(controlPlane * Hour, redis);
        var desk = loaded.Desk;

        // A join token that is good for an hour, and certificates of either side checked by the other's clock.
        var node = desk.NewEdge("edge-1");
        node.ClockOff = edge * Hour;
        await desk.JoinAsync(node, Stop);
        await loaded.BeginAsync();
        await desk.ApplyAsync($$"""
            listeners: { https: { bind: ":{{desk.HttpsPort}}", protocol: https } }
            certificates: { safe: { names: [safe.test], internal: {} } }
            routes: { safe: { hosts: [safe.test], respond: { body: safe } } }
            """, Stop);
        Assert.Equal("safe", (await desk.GetAsync(node, "safe.test")).Body);

        // Beats are told by the control plane's clock, and neither clock makes the other side look dead.
        var first = await LastSeenAsync(desk);
        Assert.InRange(first - TimeProvider.System.GetUtcNow(), (controlPlane * Hour) - (Hour / 2), (controlPlane * Hour) + (Hour / 2));
        await desk.WaitForEdgeAsync(node, "to beat", status => status.LastSeen.ToDateTimeOffset() > first && status.StateCode == EdgeState.InSync, Stop);

        // Right again: what was certified by the wrong clock is still good by the right one.
        desk.ClockOff = TimeSpan.Zero;
        await desk.StopControlPlaneAsync(Stop);
        await desk.StartControlPlaneAsync(Stop);
        await desk.WaitUntilConnectedAsync(node, Stop);
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        await loaded.LoadAsync();
        loaded.Judge();
    }

    private static async Task<DateTimeOffset> LastSeenAsync(TestDesk desk) => Assert.Single((await desk.StatusAsync(Stop)).Edges).LastSeen.ToDateTimeOffset();
}
