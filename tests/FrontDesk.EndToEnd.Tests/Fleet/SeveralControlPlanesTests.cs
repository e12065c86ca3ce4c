using FrontDesk.Admin.V1;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Redis;
using FrontDesk.Testing.Waiting;

namespace FrontDesk.EndToEnd.Tests.Fleet;

/// <summary>Two real control planes over one real Redis, with four edges that know both.</summary>
public sealed class SeveralControlPlanesTests : IAsyncLifetime
{
    private const int Stop = 19;
    private const int Continue = 18;

    private RedisServer _redis = null!;
    private TestDesk _a = null!;
    private TestDesk _b = null!;
    private int _changes;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Token);
        _a = await TestDesk.StartAsync(Token, _redis);
        _b = await TestDesk.StartAsync(Token, _redis, store: null, "--master-key-file", Path.Combine(_a.Data, "master.key"));
        _a.Beside = _b;
        for (var i = 1; i <= 4; i++)
        {
            await _a.AddEdgeAsync($"edge-{i}", Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _b.DisposeAsync();
        await _a.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_rolling_restart_loses_no_sync_and_every_apply_with_wait_succeeds()
    {
        await ChangeAsync(_a);
        foreach (var (restarted, other) in new[] { (_a, _b), (_b, _a) })
        {
            var restarting = RestartAsync(restarted);
            do
            {
                await ChangeAsync(other);
            }
            while (!restarting.IsCompleted);
            await restarting;
            await ChangeAsync(other);
        }

        await InSyncAsync(_a);
        await InSyncAsync(_b);
    }

    [Fact]
    public async Task A_control_plane_that_is_killed_or_sleeps_loses_its_edges_to_the_other_and_harms_nothing_when_it_is_back()
    {
        await ChangeAsync(_a);
        await _a.ControlPlane.KillAsync();
        await ChangeAsync(_b);
        await InSyncAsync(_b);
        await _a.StartControlPlaneAsync(Token);
        await InSyncAsync(_a);

        // Now all edges are with the second; it sleeps for longer than anyone waits.
        _b.ControlPlane.Signal(Stop);
        await Eventually.TrueAsync(
            "the edges to move", async () => (await _a.StatusAsync(Token)).Edges.All(edge => edge.StateCode == EdgeState.InSync && edge.ControlPlane.Length == 0), Token);
        await ChangeAsync(_a);
        _b.ControlPlane.Signal(Continue);
        await InSyncAsync(_b);
        await ChangeAsync(_b);
        await InSyncAsync(_a);
    }

    private static async Task RestartAsync(TestDesk desk)
    {
        await desk.StopControlPlaneAsync(Token);
        await desk.StartControlPlaneAsync(Token);
    }

    private async Task ChangeAsync(TestDesk desk)
    {
        var result = await desk.ApplyAsync($"listeners: {{ http: {{ bind: \":{_a.HttpPort}\", protocol: http }} }}\nroutes: {{ site: {{ hosts: [a.test], respond: {{ body: \"{++_changes}\" }} }} }}\n", Token);
        Assert.Equal(0, result.ExitCode);
    }

    private static Task InSyncAsync(TestDesk desk) => Eventually.TrueAsync(
        "all edges to be in sync",
        async () => (await desk.StatusAsync(Token)) is var status && status.Edges.Count == 4 && status.Edges.All(edge => edge.StateCode == EdgeState.InSync && edge.Applied == status.Head),
        Token);
}
