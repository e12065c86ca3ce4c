using FrontDesk.Admin.V1;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Redis;
using Grpc.Core;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>The control plane dies, stops and comes back; requests do not notice.</summary>
public class ControlPlaneFaultTests
{
    private const int SigStop = 19;
    private const int SigContinue = 18;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_control_plane_killed_under_load_loses_no_request_and_no_acknowledged_change()
    {
        await using var loaded = await LoadedDesk.StartAsync(edges: 2);
        for (var kill = 0; kill < 3; kill++)
        {
            var changing = ChangeUntilItIsGoneAsync(loaded);
            await loaded.LoadAsync();
            await loaded.Desk.ControlPlane.KillAsync();
            var acknowledged = await changing;
            await loaded.LoadAsync();

            await loaded.Desk.StartControlPlaneAsync(Stop);
            Assert.InRange((await loaded.Desk.StatusAsync(Stop)).Head, acknowledged, acknowledged + 1);
        }

        await AllConnectedAsync(loaded.Desk);
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        await loaded.LoadAsync();
        loaded.Judge();
    }

    [Fact]
    public async Task A_control_plane_that_stood_still_wakes_and_goes_on_with_what_others_wrote()
    {
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var loaded = await LoadedDesk.StartAsync(edges: 1, redis);
        await using var other = await SecondAsync(loaded.Desk, redis);
        loaded.Desk.ControlPlane.Signal(SigStop);

        // The other commits while this one stands still.
        var written = await other.PutAsync(Stop, Service("other"));
        await loaded.LoadAsync();
        loaded.Desk.ControlPlane.Signal(SigContinue);

        await AllConnectedAsync(loaded.Desk);
        await loaded.Desk.WaitForEdgeAsync(loaded.Desk.Edges[0], "to follow", edge => edge.Applied >= written.Revision, Stop);
        Assert.Equal(written.Revision, (await loaded.Desk.StatusAsync(Stop)).Head);
        await loaded.Pages.ChangeAndWaitAsync(Stop);
        await loaded.LoadAsync();
        loaded.Judge();
    }

    [Fact]
    public async Task Two_control_planes_that_write_at_once_commit_each_change_once_and_edges_of_both_end_alike()
    {
        const int Changes = 25;
        await using var redis = await RedisServer.StartAsync(Stop);
        await using var one = await TestDesk.StartAsync(Stop, redis);
        await using var other = await SecondAsync(one, redis);
        var edges = new[] { await one.AddEdgeAsync("edge-1", Stop), await other.AddEdgeAsync("edge-2", Stop) };

        await Task.WhenAll(WriteAsync(one, "one"), WriteAsync(other, "other"));

        foreach (var (desk, edge) in new[] { (one, edges[0]), (other, edges[1]) })
        {
            await desk.WaitForEdgeAsync(edge, "to have all", static status => status.Applied == 2 * Changes, Stop);
            var export = (await desk.RunAsync(Stop, "export")).Expect().Output;
            Assert.Equal(2 * Changes, System.Text.RegularExpressions.Regex.Count(export, "127.0.0.1:9"));
        }

        async Task WriteAsync(TestDesk desk, string name)
        {
            for (var i = 0; i < Changes; i++)
            {
                while (await RefusedAsync(desk.PutAsync(Stop, Service($"{name}-{i}"))) is { } refused)
                {
                    // The loser is told, and tries again on the new head.
                    Assert.Equal(StatusCode.Aborted, refused.StatusCode);
                }
            }
        }
    }

    private static Config.V1.Resource Service(string name) => new()
    {
        Name = name,
        Service = new Config.V1.ServiceConfig { Endpoints = { new Config.V1.Endpoint { Url = "http://127.0.0.1:9" } } },
    };

    private static async Task<TestDesk> SecondAsync(TestDesk first, RedisServer redis) =>
        await TestDesk.StartAsync(Stop, redis, store: null, "--master-key-file", Path.Combine(first.Data, "master.key"));

    /// <summary>Changes the page until the control plane is gone.</summary>
    /// <returns>The last revision that it acknowledged.</returns>
    private static async Task<uint> ChangeUntilItIsGoneAsync(LoadedDesk loaded)
    {
        for (var last = (await loaded.Desk.StatusAsync(Stop)).Head; ;)
        {
            var change = loaded.Pages.ChangeAsync(Stop);
            if (await RefusedAsync(change) is not null)
            {
                return last;
            }

            last = (await change).Revision;
        }
    }

    private static async Task<RpcException?> RefusedAsync(Task<ChangeResult> change)
    {
        try
        {
            await change;
            return null;
        }
        catch (RpcException refused)
        {
            return refused;
        }
    }

    private static async Task AllConnectedAsync(TestDesk desk)
    {
        foreach (var edge in desk.Edges)
        {
            await desk.WaitUntilConnectedAsync(edge, Stop);
        }
    }
}
