using System.Diagnostics;
using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Faults;
using FrontDesk.Testing.Redis;
using FrontDesk.Testing.Waiting;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>One of two control planes over one Redis is not the one that an edge should be with.</summary>
public sealed class SeveralFaultTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync(Stop);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_node_revoked_at_one_control_plane_loses_its_stream_with_the_other_and_comes_back_to_neither()
    {
        await using var one = await TestDesk.StartAsync(Stop, _redis);
        await using var other = await SecondAsync(one, _redis.Url);
        one.Beside = other;
        var edge = await one.AddEdgeAsync("edge-1", Stop);
        await one.ApplyAsync($$"""
            listeners: { https: { bind: ":{{one.HttpsPort}}", protocol: https } }
            certificates: { held: { names: [held.test], internal: {} } }
            routes: { held: { hosts: [held.test], respond: { body: held } } }
            """, Stop);
        one.ErrorLogs.Expect("was revoked, removed or replaced");

        // Empty: the edge is with the one that is asked.
        var (with, without) = Assert.Single((await one.StatusAsync(Stop)).Edges).ControlPlane.Length == 0 ? (one, other) : (other, one);
        await Eventually.TrueAsync("both to know of it", async () => (await without.StatusAsync(Stop)).Edges is [{ StateCode: EdgeState.InSync, ControlPlane.Length: > 0 }], Stop);
        var said = Stopwatch.GetTimestamp();
        var revoked = (await without.RunAsync(Stop, "nodes", "revoke", "edge-1")).Expect();
        Assert.Contains("certificates/held", revoked.Output, StringComparison.Ordinal);
        await edge.Program.WaitForLineAsync("its stream to end", static line => line.Contains("this node was revoked or removed", StringComparison.Ordinal), Stop);
        TestContext.Current.TestOutputHelper!.WriteLine($"cut {Stopwatch.GetElapsedTime(said).TotalSeconds:0.00} s after the command was started");

        // It tries both, and serves on what it had.
        foreach (var desk in new[] { with, without })
        {
            await edge.Program.WaitForLineAsync(
                "it to be turned away", line => line.Contains(desk.EdgeServer, StringComparison.Ordinal) && line.Contains("was revoked, removed or replaced", StringComparison.Ordinal), Stop);
            Assert.Empty((await desk.StatusAsync(Stop)).Edges);
        }

        Assert.Equal("held", (await one.GetAsync(edge, "held.test")).Body);
    }

    [Fact]
    public async Task A_control_plane_that_lags_behind_takes_no_edge_back_and_follows_when_it_can()
    {
        await using var redis = new FaultLink(_redis.Port);
        await using var loaded = await LoadedDesk.StartAsync(_redis);
        await using var lagging = await SecondAsync(loaded.Desk, string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"));
        lagging.ErrorLogs.Expect("out of reach");
        lagging.ErrorLogs.Expect("the store did not answer in time");
        lagging.ErrorLogs.Expect("the store cannot be reached");
        lagging.ErrorLogs.Expect("signed, and it could not be found in the store");
        lagging.ErrorLogs.Expect("runs a later revision than the newest known here");
        await using var toOne = new FaultLink(loaded.Desk.EdgePort);
        await using var toLagging = new FaultLink(lagging.EdgePort);
        var edge = loaded.Desk.NewEdge("edge-1", group: null, string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{toOne.Port},https://127.0.0.1:{toLagging.Port}"));

        // With the second first, so that it knows the edge; then with the first.
        toOne.Cut();
        await loaded.Desk.JoinAsync(edge, Stop);
        await loaded.BeginAsync();
        toOne.Heal();
        toLagging.Cut();
        await WithAsync(loaded.Desk, edge);

        // The second hears nothing of this change, and gets the edge.
        redis.Vanish();
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        var newest = (await loaded.Desk.StatusAsync(Stop)).Head;
        toLagging.Heal();
        toOne.Cut();
        await lagging.WaitForEdgeAsync(edge, "to be left as it is", status => status.StateCode == EdgeState.Diverged && status.Applied == newest, Stop);
        Assert.True((await lagging.StatusAsync(Stop)).Head < newest);
        await loaded.LoadAsync();

        redis.Heal();
        await lagging.WaitForEdgeAsync(edge, "to be in sync", status => status.StateCode == EdgeState.InSync && status.Applied == newest && status.ControlPlane.Length == 0, Stop);
        await loaded.Desk.WaitForEdgeAsync(edge, "to be in sync there", static status => status.StateCode == EdgeState.InSync && status.ControlPlane.Length > 0, Stop);
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        await loaded.LoadAsync();
        loaded.Judge();
    }

    private static Task WithAsync(TestDesk desk, TestEdge edge) =>
        desk.WaitForEdgeAsync(edge, "to be here", static status => status.StateCode == EdgeState.InSync && status.ControlPlane.Length == 0, Stop);

    private async Task<TestDesk> SecondAsync(TestDesk first, string store) =>
        await TestDesk.StartAsync(Stop, _redis, store, "--master-key-file", Path.Combine(first.Data, "master.key"));
}
