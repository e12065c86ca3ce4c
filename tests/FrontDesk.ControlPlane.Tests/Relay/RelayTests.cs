using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Relay;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Fleet;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Relay;

/// <summary>Several control planes over one Redis: whichever is asked answers for all edges.</summary>
public sealed class RelayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_control_plane_shows_every_edge_as_the_one_that_has_its_stream()
    {
        await using var desks = await TwoDesks.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desks.A, "e1", "eu");
        edge.At = desks.B;
        await edge.ConnectAsync();
        await desks.A.ApplyAsync(Changes.Service("a"));
        await edge.SnapshotAsync();
        var degraded = new Degraded { Resource = new ResourceKey { Kind = Kind.Listener, Name = "http" }, Reason = "port 80 is in use" };
        await edge.AckAsync(degraded);

        var there = await FleetStates.WaitAsync(desks.B, "e1", EdgeState.Degraded);
        var here = await FleetStates.WaitAsync(desks.A, "e1", EdgeState.Degraded);

        Assert.Equal(there.Address, here.Address);
        Assert.Equal((1u, "test", "eu"), (here.Applied, here.Version, here.Group));
        Assert.Equal(degraded, Assert.Single(here.Degraded));
        Assert.Empty(there.ControlPlane);
        Assert.NotEmpty(here.ControlPlane);
        Assert.Contains((await desks.A.Fleet.ListNodesAsync(new ListNodesRequest(), cancellationToken: Token)).Nodes, node => node.Connected);
    }

    [Fact]
    public async Task A_wait_at_one_control_plane_hears_the_answers_that_others_got()
    {
        await using var desks = await TwoDesks.StartAsync();
        using var good = await ScriptedEdge.EnrolAsync(desks.A, "good");
        using var bad = await ScriptedEdge.EnrolAsync(desks.A, "bad");
        foreach (var edge in new[] { good, bad })
        {
            edge.At = desks.B;
            await edge.ConnectAsync();
            await FleetStates.WaitAsync(desks.A, edge.Name, EdgeState.InSync);
        }

        var result = (await desks.A.ApplyAsync(Changes.Service("a"))).Result;
        Assert.Equal(["bad", "good"], result.Connected);
        using var call = desks.A.Fleet.WaitForEdges(new WaitForEdgesRequest { Revision = 1, Edges = { result.Connected } }, cancellationToken: Token);
        await good.SnapshotAsync();
        await good.AckAsync();
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.Equal(("good", EdgeAnswer.Applied), (call.ResponseStream.Current.Edge, call.ResponseStream.Current.Answer));

        await bad.SnapshotAsync();
        await bad.SayAsync(new EdgeMessage { Nack = new Nack { Revision = 1, Reason = NackReason.Invalid, Message = "no", Running = new Position() } });
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.Equal(("bad", EdgeAnswer.Refused, "no"), (call.ResponseStream.Current.Edge, call.ResponseStream.Current.Answer, call.ResponseStream.Current.Error));
    }

    [Fact]
    public async Task An_edge_whose_control_plane_stops_is_waited_for_at_the_next()
    {
        await using var desks = await TwoDesks.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desks.A, "e1");
        edge.At = desks.B;
        await edge.ConnectAsync();
        await FleetStates.WaitAsync(desks.A, "e1", EdgeState.InSync);
        var result = (await desks.A.ApplyAsync(Changes.Service("a"))).Result;
        using var call = desks.A.Fleet.WaitForEdges(new WaitForEdgesRequest { Revision = 1, Edges = { result.Connected } }, cancellationToken: Token);

        var stopping = desks.B.Server.StopAsync(Token);
        while ((await edge.NextAsync()).Goaway is null)
        {
        }

        await edge.HangUpAsync();
        await stopping;
        await FleetStates.WaitAsync(desks.A, "e1", EdgeState.Offline);
        edge.At = desks.A;
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();

        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.Equal(EdgeAnswer.Applied, call.ResponseStream.Current.Answer);
    }

    [Fact]
    public async Task A_control_plane_that_falls_silent_has_lost_its_edges_and_one_that_only_slept_gets_them_back()
    {
        await using var desks = await TwoDesks.StartAsync(options => options with
        {
            Relay = new RelayOptions { Beat = TimeSpan.FromMilliseconds(200), Silence = TimeSpan.FromSeconds(2) },
        });
        await ScriptedEdge.EnrolAsync(desks.A, "e1");
        var records = desks.A.Get<RecordStore>();
        var edge = new RelayedEdge { Name = "e1", Group = "default", Connected = true, Applied = new Position(), BootId = "b", Stream = 1 };
        await records.SetExpiringAsync(RelayNames.Shard("dead", 0), new RelayShard { Edges = { edge } }.ToByteArray(), TimeSpan.FromMinutes(1), Token);
        await SayAsync(1);
        await records.CreateAsync(RelayNames.Peer("dead"), new PeerRecord { Id = "dead", Name = "dead:7401" }.ToByteArray(), Token);

        await FleetStates.WaitAsync(desks.A, "e1", EdgeState.InSync);
        await FleetStates.WaitAsync(desks.A, "e1", EdgeState.Offline);
        await SayAsync(2);
        Assert.Equal("dead:7401", (await FleetStates.WaitAsync(desks.A, "e1", EdgeState.InSync)).ControlPlane);

        Task SayAsync(ulong beat) => records.SetExpiringAsync(
            RelayNames.Head("dead"), new RelayHead { Beat = beat, Shards = { 1 } }.ToByteArray(), TimeSpan.FromMinutes(1), Token);
    }

    [Fact]
    public async Task Of_two_processes_with_one_identity_at_two_control_planes_the_one_started_last_stays_and_it_is_alarmed()
    {
        await using var desks = await TwoDesks.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desks.A, "e1");
        using var copy = edge.Copy();
        (copy.At, copy.Started) = (desks.B, edge.Started.AddMinutes(1));
        await edge.ConnectAsync();
        await copy.ConnectAsync();

        Assert.Contains("another process", (await edge.NextAsync()).Goaway.Reason, StringComparison.Ordinal);
        await edge.HangUpAsync();
        Assert.Equal(StatusCode.OK, await edge.EndAsync());
        await edge.OpenAsync();
        Assert.NotNull((await edge.NextAsync()).Goaway);

        await desks.A.ApplyAsync(Changes.Service("a"));
        await copy.SnapshotAsync();
        await copy.AckAsync();
        foreach (var desk in new[] { desks.A, desks.B })
        {
            await FleetStates.WaitAsync(desk, "e1", EdgeState.InSync);
            await FleetStates.AlarmAsync(desk, "another process uses its identity");
        }
    }

    [Fact]
    public async Task A_stream_that_was_left_for_another_control_plane_is_ended()
    {
        await using var desks = await TwoDesks.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desks.A, "e1");
        using var later = edge.Copy();
        (later.At, later.Started, later.BootId) = (desks.B, edge.Started, edge.BootId);
        await edge.ConnectAsync();
        later.Streams = 1;
        await later.ConnectAsync();

        Assert.Contains("another control plane", (await edge.NextAsync()).Goaway.Reason, StringComparison.Ordinal);
        await FleetStates.WaitAsync(desks.A, "e1", EdgeState.InSync);
        Assert.Null(desks.A.Get<LiveEdges>().Find("e1")!.Copied);
    }

    [Fact]
    public async Task Uses_of_a_join_token_are_counted_once_over_all_control_planes()
    {
        await using var desks = await TwoDesks.StartAsync();
        var token = await desks.A.JoinTokenAsync(uses: 3);

        var admitted = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            try
            {
                await ScriptedEdge.EnrolAsync(i % 2 == 0 ? desks.A : desks.B, $"e{i}", token: token);
                return true;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
            {
                return false;
            }
        }));

        Assert.Equal(3, admitted.Count(one => one));
        Assert.Equal(3, (await desks.B.Fleet.ListNodesAsync(new ListNodesRequest(), cancellationToken: Token)).Nodes.Count);
    }
}
