using System.Net;
using System.Net.Sockets;
using FrontDesk.Admin.V1;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Waiting;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.EndToEnd.Tests.Fleet;

/// <summary>Edges come, stay and go.</summary>
public class FleetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_serves_with_tls_after_a_restart_without_a_control_plane()
    {
        await using var service = await HttpBackend.StartEchoAsync("alive");
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        await desk.ApplyAsync(Sites.Sites.Document(desk, service.Url), Stop);
        await desk.StopControlPlaneAsync(Stop);

        await edge.Program.KillAsync();
        edge.Start(joinToken: null);
        await Eventually.TrueAsync("the edge to be ready", async () => await edge.StatusAsync("readyz", Stop) == 200, Stop);

        using var client = desk.Client(edge);
        Assert.Contains("alive", await client.GetStringAsync(desk.Https("shop.test"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_degrades_one_listener_and_everything_else_works()
    {
        await using var service = await HttpBackend.StartEchoAsync("alive");
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Parse(edge.Address), desk.HttpPort));
        taken.Listen();

        await desk.ApplyAsync(Sites.Sites.Document(desk, service.Url), Stop);

        var status = Assert.Single((await desk.StatusAsync(Stop)).Edges);
        Assert.Equal("degraded", status.State);
        Assert.Equal("http", Assert.Single(status.Degraded).Resource.Name);
        using var client = desk.Client(edge);
        Assert.Contains("alive", await client.GetStringAsync(desk.Https("shop.test"), Stop), StringComparison.Ordinal);
        taken.Close();
        await desk.WaitForEdgeAsync(edge, "to heal", static edge => edge.StateCode == EdgeState.InSync, Stop);
    }

    [Fact]
    public async Task A_join_token_admits_as_many_edges_as_it_says()
    {
        await using var desk = await TestDesk.StartAsync(Stop);
        var token = await desk.JoinTokenAsync(Stop);
        var first = desk.NewEdge("edge-1");
        first.Start(token);
        await desk.WaitUntilConnectedAsync(first, Stop);

        var second = desk.NewEdge("edge-2");
        desk.ErrorLogs.Expect("join token");
        second.Start(token);

        Assert.NotEqual(0, await second.Program.WaitForExitAsync(Stop));
        Assert.Contains("used", second.Program.Errors.Text + second.Program.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edge_without_configuration_is_alive_but_not_ready()
    {
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);

        await Eventually.TrueAsync("the edge to say it lives", async () => await edge.StatusAsync("healthz", Stop) == 200, Stop);
        Assert.Equal(503, await edge.StatusAsync("readyz", Stop));
    }

    [Theory]
    [InlineData("fdo_0000000000000000_00")]
    [InlineData("")]
    public async Task An_operator_without_the_right_token_is_not_allowed(string token)
    {
        await using var desk = await TestDesk.StartAsync(Stop);
        var environment = desk.Environment;
        environment.Remove("FRONTDESK_TOKEN_FILE");
        environment["FRONTDESK_TOKEN"] = token;

        var result = await CommandLine.RunAsync(environment, Path.GetTempPath(), Stop, "status");

        Assert.Equal(7, result.ExitCode);
    }

    [Fact]
    public async Task A_terminated_edge_finishes_what_runs_and_ends_well()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("done");
        });
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        await desk.ApplyAsync(Sites.Sites.Document(desk, service.Url), Stop);
        using var client = desk.Client(edge);
        var request = client.GetStringAsync(desk.Https("shop.test"), Stop);
        await asked.Task.WaitAsync(Stop);

        edge.Program.Terminate();
        await Eventually.TrueAsync("the edge to say it is not ready", async () => await edge.StatusAsync("readyz", Stop) != 200, Stop);
        answer.SetResult();

        Assert.Equal("done", await request);
        Assert.Equal(0, await edge.Program.WaitForExitAsync(Stop));
    }
}
