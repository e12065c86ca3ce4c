using FrontDesk.Admin.V1;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Waiting;

namespace FrontDesk.EndToEnd.Tests.Fleet;

/// <summary>`frontdesk nodes drain|resume|move|revoke|remove`, with real edges.</summary>
public sealed class NodeVerbTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_is_drained_resumed_moved_revoked_and_removed()
    {
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop, "eu");
        await desk.ApplyAsync($$"""
            listeners: { https: { bind: ":{{desk.HttpsPort}}", protocol: https } }
            certificates:
              probe: { names: [probe.test], internal: {} }
              us-only: { names: [us.test], internal: {}, groups: [us] }
            routes:
              eu: { hosts: [probe.test], respond: { body: europe }, groups: [eu] }
              us: { hosts: [probe.test], respond: { body: america }, groups: [us] }
            """, Stop);
        Assert.Equal("europe", (await desk.GetAsync(edge, "probe.test")).Body);

        (await desk.RunAsync(Stop, "nodes", "drain", "edge-1")).Expect();
        await ReadyAsync(edge, 503);
        Assert.Contains("in-sync, drained", (await desk.RunAsync(Stop, "status")).Expect().Output, StringComparison.Ordinal);
        Assert.Equal("europe", (await desk.GetAsync(edge, "probe.test")).Body);

        (await desk.RunAsync(Stop, "nodes", "resume", "edge-1")).Expect();
        await ReadyAsync(edge, 200);

        (await desk.RunAsync(Stop, "nodes", "move", "edge-1", "--group", "us")).Expect();
        await desk.WaitForEdgeAsync(edge, "to move", status => status is { Group: "us", StateCode: EdgeState.InSync }, Stop);
        await Eventually.TrueAsync("the edge to serve what is meant for its group", async () => (await desk.GetAsync(edge, "probe.test")).Body == "america", Stop);

        desk.ErrorLogs.Expect("was revoked, removed or replaced");
        var revoked = (await desk.RunAsync(Stop, "nodes", "revoke", "edge-1")).Expect();
        Assert.Contains("certificates/probe", revoked.Output, StringComparison.Ordinal);
        Assert.Contains("certificates/us-only", revoked.Output, StringComparison.Ordinal);
        await edge.Program.WaitForLineAsync("it is shut out", line => line.Contains("[2002]", StringComparison.Ordinal), Stop);
        Assert.Empty((await desk.StatusAsync(Stop)).Edges);
        Assert.Contains("revoked", (await desk.RunAsync(Stop, "nodes")).Expect().Output, StringComparison.Ordinal);
        Assert.Equal("america", (await desk.GetAsync(edge, "probe.test")).Body);

        (await desk.RunAsync(Stop, "nodes", "remove", "edge-1")).Expect();
        Assert.DoesNotContain("edge-1", (await desk.RunAsync(Stop, "nodes")).Expect().Output, StringComparison.Ordinal);
        (await desk.RunAsync(Stop, "nodes", "remove", "edge-1")).Expect(1);
    }

    private static Task ReadyAsync(TestEdge edge, int status)
        => Eventually.TrueAsync($"the edge to say {status}", async () => await edge.StatusAsync("readyz", Stop) == status, Stop);
}
