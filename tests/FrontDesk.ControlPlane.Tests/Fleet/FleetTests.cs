using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Fleet;

public sealed class FleetTests
{
    [Fact]
    public async Task The_status_shows_each_edge_from_enrolment_to_its_end()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        var offline = Assert.Single((await StatusAsync(desk)).Edges);
        Assert.Equal(("e1", "eu", "offline", 1u), (offline.Name, offline.Group, offline.State, offline.Behind));

        await edge.ConnectAsync();
        Assert.Equal("behind", (await FleetStates.WaitAsync(desk, "e1", EdgeState.Behind)).State);
        await edge.SnapshotAsync();
        var degraded = new Degraded { Resource = new ResourceKey { Kind = Kind.Listener, Name = "http" }, Reason = "port 80 is in use" };
        await edge.AckAsync(degraded);
        var status = await FleetStates.WaitAsync(desk, "e1", EdgeState.Degraded);
        Assert.Equal((1u, 0u, "test"), (status.Applied, status.Behind, status.Version));
        Assert.Equal(degraded, Assert.Single(status.Degraded));

        await edge.AckAsync();
        await FleetStates.WaitAsync(desk, "e1", EdgeState.InSync);
        edge.Dispose();
        status = await FleetStates.WaitAsync(desk, "e1", EdgeState.Offline);
        Assert.Equal(1u, status.Applied);
        Assert.NotNull(status.LastSeen);
    }

    [Fact]
    public async Task A_watch_tells_the_status_now_and_at_each_change()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var call = desk.Fleet.WatchStatus(new WatchStatusRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty((await NextAsync(call)).Edges);

        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await UntilAsync(call, "in-sync");
        await desk.ApplyAsync(Changes.Service("a"));
        Assert.Equal(1u, (await UntilAsync(call, "behind")).Target);
    }

    [Fact]
    public async Task An_apply_names_the_edges_of_the_groups_it_touches()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var eu = await ScriptedEdge.EnrolAsync(desk, "eu-1", "eu");
        using var absent = await ScriptedEdge.EnrolAsync(desk, "eu-2", "eu");
        using var us = await ScriptedEdge.EnrolAsync(desk, "us-1", "us");
        await eu.ConnectAsync();
        await us.ConnectAsync();

        var answers = await desk.ApplyAsync(Changes.Service("a", "eu"));

        Assert.Equal((["eu"], ["eu-1"], ["eu-2"]), (answers.Result.Groups, answers.Result.Connected, answers.Result.Absent));
    }

    [Fact]
    public async Task Each_edges_answer_to_a_revision_is_told_when_it_comes()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var good = await ScriptedEdge.EnrolAsync(desk, "good");
        using var bad = await ScriptedEdge.EnrolAsync(desk, "bad");
        using var lost = await ScriptedEdge.EnrolAsync(desk, "lost");
        using var silent = await ScriptedEdge.EnrolAsync(desk, "silent");
        foreach (var edge in new[] { good, bad, lost, silent })
        {
            edge.Started = time.GetUtcNow();
            await edge.ConnectAsync();
        }

        await desk.ApplyAsync(Changes.Service("a"));
        using var call = desk.Fleet.WaitForEdges(
            new WaitForEdgesRequest { Revision = 1, Edges = { "good", "bad", "lost", "silent" }, Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)) },
            cancellationToken: TestContext.Current.CancellationToken);

        await good.SnapshotAsync();
        await good.AckAsync();
        Assert.Equal(("good", EdgeAnswer.Applied), await AnswerAsync(call));
        await bad.SnapshotAsync();
        await bad.SayAsync(new EdgeMessage { Nack = new Nack { Revision = 1, Reason = NackReason.Invalid, Message = "no", Running = new Position() } });
        Assert.Equal(("bad", EdgeAnswer.Refused), await AnswerAsync(call));
        lost.Dispose();
        await FleetStates.WaitAsync(desk, "lost", EdgeState.Offline);

        // It might come back, or move to another control plane: that is told when the time is over.
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("lost", EdgeAnswer.Lost), await AnswerAsync(call));
        Assert.Equal(("silent", EdgeAnswer.None), await AnswerAsync(call));
        Assert.False(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_receipt_tells_how_long_after_the_commit_an_edge_answered_however_late_one_asks()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        edge.Started = time.GetUtcNow();
        await edge.ConnectAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        await edge.SnapshotAsync();

        time.Advance(TimeSpan.FromSeconds(1));
        await edge.AckAsync();
        await FleetStates.WaitAsync(desk, "e1", EdgeState.InSync);
        time.Advance(TimeSpan.FromSeconds(1));
        using var call = desk.Fleet.WaitForEdges(
            new WaitForEdgesRequest { Revision = 1, Edges = { "e1" } }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromSeconds(1), call.ResponseStream.Current.After.ToTimeSpan());
    }

    [Theory]
    [InlineData("a b", 1u, 3600)]
    [InlineData("eu", 10_001u, 3600)]
    [InlineData("eu", 1u, 59)]
    [InlineData("eu", 1u, 2_592_001)]
    public async Task A_join_token_out_of_bounds_is_refused(string group, uint uses, int seconds)
    {
        await using var desk = await LocalDesk.StartAsync();
        var request = new CreateJoinTokenRequest { Group = group, Uses = uses, Lifetime = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) };

        var refused = await Assert.ThrowsAsync<RpcException>(() =>
            desk.Fleet.CreateJoinTokenAsync(request, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task A_node_that_is_revoked_loses_its_stream_at_once_and_cannot_come_back()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();

        var records = desk.Get<RecordStore>();
        var record = (await records.GetAsync("nodes/e1", TestContext.Current.CancellationToken))!;
        var node = NodeRecord.Parser.ParseFrom(record.Value);
        node.Revoked = true;
        await records.ReplaceAsync(record.Name, node.ToByteArray(), record.Version, TestContext.Current.CancellationToken);

        Assert.NotNull((await edge.NextAsync()).Goaway);
        await edge.OpenAsync();
        Assert.Equal(StatusCode.PermissionDenied, await edge.EndAsync());
    }

    private static async Task<GetStatusResponse> StatusAsync(LocalDesk desk) =>
        await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<GetStatusResponse> NextAsync(AsyncServerStreamingCall<WatchStatusResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return call.ResponseStream.Current.Status;
    }

    // Changes that come close together are told together, so what comes before is no promise.
    private static async Task<EdgeStatus> UntilAsync(AsyncServerStreamingCall<WatchStatusResponse> call, string state)
    {
        while (true)
        {
            if (Assert.Single((await NextAsync(call)).Edges) is { } edge && edge.State == state)
            {
                return edge;
            }
        }
    }

    private static async Task<(string Edge, EdgeAnswer Answer)> AnswerAsync(AsyncServerStreamingCall<WaitForEdgesResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return (call.ResponseStream.Current.Edge, call.ResponseStream.Current.Answer);
    }
}
