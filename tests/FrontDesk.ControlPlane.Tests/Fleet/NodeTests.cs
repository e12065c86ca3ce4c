using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Fleet;

/// <summary>What operators do to single nodes.</summary>
public sealed class NodeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_node_loses_its_stream_its_secrets_and_its_certificate_and_the_secrets_it_held_are_told()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Certificate("mine", "eu"), Certificate("everyones"), Certificate("theirs", "us"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        using var other = await ScriptedEdge.EnrolAsync(desk, "e2", "eu");
        await edge.ConnectAsync();
        await other.ConnectAsync();

        var answer = await desk.Fleet.RevokeNodeAsync(new RevokeNodeRequest { Name = "e1" }, cancellationToken: Stop);

        Assert.Equal("eu", answer.Group);
        Assert.Equal(["certificates/everyones", "certificates/mine"], answer.Secrets.Select(secret => secret.Name));

        // It says nothing and does not hang up: the stream ends all the same.
        await Eventually.TrueAsync("the stream to end", () => Task.FromResult(desk.Get<LiveEdges>().Find("e1") is { Connected: false }), Stop);
        await edge.OpenAsync();
        Assert.Equal(StatusCode.PermissionDenied, await edge.EndAsync());
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => edge.RenewAsync())).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, await SecretsAsync(edge));
        Assert.True(desk.Get<LiveEdges>().IsConnected("e2"));
        Assert.Equal(["e2"], (await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: Stop)).Edges.Select(one => one.Name));
        Assert.True((await NodeAsync(desk, "e1")).Revoked);

        // Once more changes nothing, and a new join token admits it again.
        await desk.Fleet.RevokeNodeAsync(new RevokeNodeRequest { Name = "e1" }, cancellationToken: Stop);
        using var again = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        await again.ConnectAsync();
        Assert.False((await NodeAsync(desk, "e1")).Revoked);
    }

    [Fact]
    public async Task A_drained_node_is_told_at_once_and_when_it_comes_back_and_is_shown()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        Assert.False((await edge.ConnectAsync()).Drained);

        await desk.Fleet.DrainNodeAsync(new DrainNodeRequest { Name = "e1" }, cancellationToken: Stop);
        Assert.True((await edge.NextAsync()).Drain.Drained);

        var status = Assert.Single((await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: Stop)).Edges);
        Assert.Equal((true, EdgeState.InSync), (status.Drained, status.StateCode));
        Assert.True((await NodeAsync(desk, "e1")).Drained);
        Assert.True((await edge.ConnectAsync()).Drained);

        await desk.Fleet.ResumeNodeAsync(new ResumeNodeRequest { Name = "e1" }, cancellationToken: Stop);
        Assert.False((await edge.NextAsync()).Drain.Drained);
        Assert.False((await NodeAsync(desk, "e1")).Drained);
    }

    [Fact]
    public async Task A_drain_is_news_to_who_watches()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        using var call = desk.Fleet.WatchStatus(new WatchStatusRequest(), cancellationToken: Stop);
        await call.ResponseStream.MoveNext(Stop);

        await desk.Fleet.DrainNodeAsync(new DrainNodeRequest { Name = "e1" }, cancellationToken: Stop);

        while (!call.ResponseStream.Current.Status.Edges.Single().Drained)
        {
            Assert.True(await call.ResponseStream.MoveNext(Stop).WaitAsync(Patience.Ample, Stop));
        }
    }

    [Fact]
    public async Task A_moved_node_comes_back_into_the_other_group_and_gets_what_is_meant_for_it()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("for-eu", "eu"), Changes.Service("for-us", "us"), Changes.Service("for-all"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();

        var answer = await desk.Fleet.MoveNodeAsync(new MoveNodeRequest { Name = "e1", Group = "us" }, cancellationToken: Stop);

        Assert.Equal("eu", answer.From);
        Assert.Contains("moved to group us", (await edge.NextAsync()).Goaway.Reason, StringComparison.Ordinal);
        Assert.Equal("us", (await edge.ConnectAsync()).Group);
        Assert.NotNull((await edge.NextAsync()).Resnapshot);
        await edge.SnapshotAsync();
        Assert.Equal(["for-all", "for-us"], edge.Resources.Keys.Select(key => key.Name).Order(StringComparer.Ordinal));
        await edge.AckAsync();
        Assert.Equal("us", (await FleetStates.WaitAsync(desk, "e1", EdgeState.InSync)).Group);
    }

    [Fact]
    public async Task A_removed_node_is_forgotten_and_needs_a_new_join_token()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();

        await desk.Fleet.RemoveNodeAsync(new RemoveNodeRequest { Name = "e1" }, cancellationToken: Stop);

        await Eventually.TrueAsync("the stream to end", () => Task.FromResult(desk.Get<LiveEdges>().Find("e1") is { Connected: false }), Stop);
        await edge.OpenAsync();
        Assert.Equal(StatusCode.PermissionDenied, await edge.EndAsync());
        Assert.Empty((await desk.Fleet.ListNodesAsync(new ListNodesRequest(), cancellationToken: Stop)).Nodes);
        using var again = await ScriptedEdge.EnrolAsync(desk, "e1");
        await again.ConnectAsync();
    }

    [Fact]
    public async Task A_node_is_forgotten_when_its_certificate_can_be_renewed_no_more_and_not_before()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        time.Advance(CertificateAuthority.NodeLifetime + NodeAuthentication.RenewalGrace - TimeSpan.FromHours(2));
        Assert.Equal("e1", (await NodeAsync(desk, "e1")).Name);

        // The looking begins at some moment after the start, and then goes by this clock.
        await Eventually.TrueAsync(
            "the node to be forgotten",
            async () =>
            {
                time.Advance(TimeSpan.FromHours(1));
                return (await desk.Fleet.ListNodesAsync(new ListNodesRequest(), cancellationToken: Stop)).Nodes.Count == 0;
            },
            Stop);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_not_found()
    {
        await using var desk = await LocalDesk.StartAsync();
        await NotFoundAsync(async () => await desk.Fleet.RevokeNodeAsync(new RevokeNodeRequest { Name = "no" }, cancellationToken: Stop));
        await NotFoundAsync(async () => await desk.Fleet.RemoveNodeAsync(new RemoveNodeRequest { Name = "no" }, cancellationToken: Stop));
        await NotFoundAsync(async () => await desk.Fleet.DrainNodeAsync(new DrainNodeRequest { Name = "no" }, cancellationToken: Stop));
        await NotFoundAsync(async () => await desk.Fleet.ResumeNodeAsync(new ResumeNodeRequest { Name = "no" }, cancellationToken: Stop));
        await NotFoundAsync(async () => await desk.Fleet.MoveNodeAsync(new MoveNodeRequest { Name = "no", Group = "eu" }, cancellationToken: Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no name")]
    [InlineData("-eu")]
    public async Task A_group_that_is_no_name_is_refused(string group)
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await desk.Fleet.MoveNodeAsync(new MoveNodeRequest { Name = "e1", Group = group }, cancellationToken: Stop));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal("default", (await NodeAsync(desk, "e1")).Group);
    }

    private static Resource Certificate(string name, params string[] groups) => new()
    {
        Name = name,
        Groups = { groups },
        Certificate = new CertificateConfig { Names = { $"{name}.test" }, Internal = new InternalIssuer() },
    };

    private static async Task NotFoundAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal((StatusCode.NotFound, "There is no node no. `frontdesk nodes` lists them."), (failure.StatusCode, failure.Status.Detail));
    }

    private static async Task<Node> NodeAsync(LocalDesk desk, string name) =>
        (await desk.Fleet.ListNodesAsync(new ListNodesRequest(), cancellationToken: Stop)).Nodes.Single(node => node.Name == name);

    private static async Task<StatusCode> SecretsAsync(ScriptedEdge edge)
    {
        using var call = edge.Client.GetSecrets(new GetSecretsRequest { Secrets = { new SecretVersion { Secret = "certificates/mine" } } }, cancellationToken: Stop);
        return (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Stop))).StatusCode;
    }
}
