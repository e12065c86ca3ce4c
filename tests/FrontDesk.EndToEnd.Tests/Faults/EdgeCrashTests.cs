using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Waiting;
using Grpc.Core;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>An edge that is killed, again and again, while its configuration changes.</summary>
public sealed class EdgeCrashTests
{
    private const int Rounds = 4;
    private const int ChangesPerRound = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_edge_serves_what_it_acknowledged_or_newer_without_a_control_plane_and_then_heals_to_head()
    {
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        await desk.ApplyAsync($$"""
            listeners: { https: { bind: ":{{desk.HttpsPort}}", protocol: https } }
            certificates: { probe: { names: [probe.test], internal: {} } }
            routes: { probe: { hosts: [probe.test], respond: { body: "1" } } }
            """, Stop);
        for (var round = 0; round < Rounds; round++)
        {
            var before = (await desk.StatusAsync(Stop)).Head;
            var killAt = before + (uint)Random.Shared.Next(1, ChangesPerRound);
            var killed = new TaskCompletionSource<uint>(TaskCreationOptions.RunContinuationsAsynchronously);
            for (var revision = before + 1; revision <= before + ChangesPerRound; revision++)
            {
                await ChangeAsync(desk, revision);
                if (revision == killAt)
                {
                    // While it is on its way to this revision, or has just come to it.
                    _ = KillAsync(desk, edge, killed);
                }
            }

            var acknowledged = await killed.Task.WaitAsync(Stop);
            await desk.StopControlPlaneAsync(Stop);
            edge.Start(joinToken: null);
            await Eventually.TrueAsync("the edge to be ready", async () => await edge.StatusAsync("readyz", Stop) == 200, Stop);

            var served = uint.Parse((await desk.GetAsync(edge, "probe.test")).Body, CultureInfo.InvariantCulture);
            Assert.InRange(served, acknowledged, before + ChangesPerRound);

            await desk.StartControlPlaneAsync(Stop);
            await desk.WaitForEdgeAsync(edge, "to heal", status => status.StateCode == EdgeState.InSync && status.Applied == before + ChangesPerRound, Stop);
            Assert.Equal($"{before + ChangesPerRound}", (await desk.GetAsync(edge, "probe.test")).Body);
        }
    }

    // The route answers with the revision that it came with, so that an answer tells which one is served.
    private static async Task ChangeAsync(TestDesk desk, uint revision)
    {
        var route = new RouteConfig { Hosts = { "probe.test" }, Respond = new Respond { Status = 200, Body = $"{revision}" } };
        using var call = new Configuration.ConfigurationClient(desk.Channel.Calls).Apply(cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new ApplyRequest { Header = new ChangeHeader() }, Stop);
        await call.RequestStream.WriteAsync(new ApplyRequest { Batch = new ChangeBatch { Put = { new Resource { Name = "probe", Route = route } } } }, Stop);
        await call.RequestStream.CompleteAsync();
        var committed = 0u;
        await foreach (var part in call.ResponseStream.ReadAllAsync(Stop))
        {
            committed = part.Result?.Revision ?? committed;
        }

        Assert.Equal(revision, committed);
    }

    // Tells what the control plane knew to be acknowledged the moment before.
    private static async Task KillAsync(TestDesk desk, TestEdge edge, TaskCompletionSource<uint> killed)
    {
        try
        {
            var acknowledged = (await desk.StatusAsync(Stop)).Edges.Single().Applied;
            await edge.Program.KillAsync();
            killed.SetResult(acknowledged);
        }
        catch (Exception e)
        {
            killed.SetException(e);
        }
    }
}
