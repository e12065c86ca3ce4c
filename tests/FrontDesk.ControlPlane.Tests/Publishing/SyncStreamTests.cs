using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Fleet;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Publishing;

public sealed class SyncStreamTests
{
    [Fact]
    public async Task A_new_edge_gets_a_snapshot_and_then_deltas()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");

        var welcome = await edge.ConnectAsync();
        Assert.Equal("default", welcome.Group);
        Assert.Equal(1u, welcome.Target.Revision);
        await edge.SnapshotAsync();
        await edge.AckAsync();
        await desk.ApplyAsync(Changes.Service("b"));
        var delta = await edge.DeltaAsync();

        Assert.Equal("b", Assert.Single(delta.Operations).Put.Name);
        Assert.Equal(2, edge.Resources.Count);
    }

    [Fact]
    public async Task Before_the_first_revision_an_edge_gets_nothing_and_then_a_snapshot()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        var welcome = await edge.ConnectAsync();
        Assert.Equal(0u, welcome.Target.Revision);

        await desk.ApplyAsync(Changes.Service("a"));
        await edge.SnapshotAsync();

        Assert.Single(edge.Resources);
    }

    [Fact]
    public async Task A_reconnecting_edge_resumes_where_it_was()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();

        await desk.ApplyAsync(Changes.Service("b"));
        await desk.ApplyAsync(Changes.Service("c"));
        await edge.ConnectAsync();
        var delta = await edge.DeltaAsync();

        Assert.Equal((1u, 3u), (delta.From.Revision, delta.To.Revision));
        Assert.Equal(["b", "c"], delta.Operations.Select(operation => operation.Put.Name).Order());
    }

    [Fact]
    public async Task What_happens_while_an_update_is_unacknowledged_is_merged_into_the_next()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();

        await desk.ApplyAsync(Changes.Service("b"));
        await desk.ApplyAsync(Changes.Service("c"));
        await desk.ApplyAsync(new ChangeHeader(), [], [new ResourceKey { Kind = Kind.Service, Name = "b" }]);
        await edge.AckAsync();
        var delta = await edge.DeltaAsync();

        Assert.Equal((1u, 4u), (delta.From.Revision, delta.To.Revision));
        Assert.Equal(["a", "c"], edge.Resources.Keys.Select(key => key.Name).Order());
    }

    [Fact]
    public async Task A_refused_update_is_not_sent_again_until_there_is_a_later_one()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();
        var ran = edge.Have;
        await desk.ApplyAsync(Changes.Service("b"));
        Assert.NotNull((await edge.NextAsync()).Delta);
        await edge.SayAsync(new EdgeMessage { Nack = new Nack { Revision = 2, Reason = NackReason.Invalid, Message = "too new", Running = ran } });

        await desk.ApplyAsync(Changes.Service("c"));
        var delta = await edge.DeltaAsync();
        await edge.AckAsync();

        Assert.Equal((1u, 3u), (delta.From.Revision, delta.To.Revision));
        await FleetStates.WaitAsync(desk, "e1", EdgeState.InSync);
    }

    [Fact]
    public async Task A_refusal_is_shown_with_its_reason()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.NextAsync();
        await edge.SayAsync(new EdgeMessage { Nack = new Nack { Revision = 1, Reason = NackReason.Invalid, Message = "too new", Running = new Position() } });

        var status = await FleetStates.WaitAsync(desk, "e1", EdgeState.Refused);

        Assert.Equal("too new", status.Error);
    }

    [Fact]
    public async Task A_wrong_digest_brings_one_snapshot_and_then_the_edge_is_diverged()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();

        // 1. A delta that gives the wrong digest: a snapshot follows.
        await desk.ApplyAsync(Changes.Service("b"));
        await edge.DeltaAsync();
        edge.Have = new Position { Epoch = edge.Have.Epoch, Revision = 2, Digest = ByteString.CopyFrom(new byte[32]) };
        await edge.AckAsync();
        await edge.SnapshotAsync();

        // 2. Wrong again: diverged, and said so.
        edge.Have = new Position { Epoch = edge.Have.Epoch, Revision = 2, Digest = ByteString.CopyFrom(new byte[32]) };
        await edge.AckAsync();
        await FleetStates.WaitAsync(desk, "e1", EdgeState.Diverged);
        Assert.NotEmpty((await desk.Fleet.GetStatusAsync(new(), cancellationToken: TestContext.Current.CancellationToken)).Alarms);

        // 3. The next revision is a chance more, with everything.
        await desk.ApplyAsync(Changes.Service("c"));
        await edge.SnapshotAsync();
        await edge.AckAsync();
        await FleetStates.WaitAsync(desk, "e1", EdgeState.InSync);
    }

    [Fact]
    public async Task An_edge_gets_what_its_group_receives_and_nothing_else()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("all"), Changes.Service("eu", "eu"), Changes.Service("us", "us"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();
        Assert.Equal(["all", "eu"], edge.Resources.Keys.Select(key => key.Name).Order());

        // A change elsewhere advances the revision, and says nothing else.
        await desk.ApplyAsync(Changes.Service("us-2", "us"));
        var delta = await edge.DeltaAsync();
        await edge.AckAsync();
        Assert.Empty(delta.Operations);
        Assert.Equal(2u, edge.Have.Revision);

        // What leaves the group is removed.
        await desk.ApplyAsync(Changes.Service("eu", "us"));
        delta = await edge.DeltaAsync();
        Assert.Equal("eu", Assert.Single(delta.Operations).Delete.Name);
    }

    [Fact]
    public async Task A_large_snapshot_comes_in_parts()
    {
        await using var desk = await LocalDesk.StartAsync(publishing: new PublishingOptions { ChunkBytes = 4096 });
        await desk.ApplyAsync([.. Enumerable.Range(0, 500).Select(number => Changes.Service($"service-{number}"))]);
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();

        var chunks = await edge.SnapshotAsync();

        Assert.True(chunks.Count > 5);
        Assert.Equal(500, edge.Resources.Count);
        Assert.All(chunks, chunk => Assert.True(chunk.CalculateSize() < 5000));
    }

    [Fact]
    public async Task A_delta_that_is_too_large_comes_as_a_snapshot()
    {
        await using var desk = await LocalDesk.StartAsync(publishing: new PublishingOptions { DeltaBytes = 1000 });
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();

        await desk.ApplyAsync([.. Enumerable.Range(0, 100).Select(number => Changes.Service($"service-{number}"))]);
        await edge.SnapshotAsync();

        Assert.Equal(101, edge.Resources.Count);
    }

    [Fact]
    public async Task An_edge_of_another_history_starts_anew()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        edge.Have = new Position { Epoch = 99, Revision = 1000, Digest = ByteString.CopyFrom(new byte[32]) };
        await edge.ConnectAsync();

        Assert.NotNull((await edge.NextAsync()).Resnapshot);
        await edge.SnapshotAsync();
    }

    [Fact]
    public async Task An_edge_that_is_ahead_is_never_taken_back()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        edge.Have = new Position { Epoch = 1, Revision = 1000, Digest = ByteString.CopyFrom(new byte[32]) };
        await edge.ConnectAsync();

        var status = await FleetStates.WaitAsync(desk, "e1", EdgeState.Diverged);

        Assert.Contains("1000", status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_with_one_identity_the_one_started_last_stays_and_the_other_is_told()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        using var copy = edge.Copy();
        copy.Started = edge.Started.AddMinutes(1);
        await edge.ConnectAsync();
        await copy.ConnectAsync();
        Assert.NotNull((await edge.NextAsync()).Goaway);
        await edge.HangUpAsync();
        Assert.Equal(StatusCode.OK, await edge.EndAsync());

        // The older one comes back, and is turned away; the newer one goes on, and the fleet is told.
        await edge.OpenAsync();
        Assert.NotNull((await edge.NextAsync()).Goaway);
        await desk.ApplyAsync(Changes.Service("a"));
        await copy.SnapshotAsync();
        Assert.NotNull(desk.Get<LiveEdges>().Find("e1")?.Copied);
    }

    [Fact]
    public async Task A_control_plane_that_stops_says_goodbye_and_goes_when_the_edge_has_heard_it()
    {
        // On a clock that stands still, nothing but the edge ends the wait.
        var time = new ManualTime();
        var desk = await LocalDesk.StartAsync(time);
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        edge.Started = time.GetUtcNow();
        await edge.ConnectAsync();

        var stopping = desk.Server.StopAsync(TestContext.Current.CancellationToken);
        var goaway = (await edge.NextAsync()).Goaway;
        Assert.False(stopping.IsCompleted);
        await edge.HangUpAsync();
        await stopping;

        Assert.True(goaway.RetryAfter.ToTimeSpan() > TimeSpan.Zero);
        Assert.Equal(StatusCode.OK, await edge.EndAsync());
        Assert.Empty(desk.Log.Errors);
        await desk.DisposeAsync();
    }

    [Fact]
    public async Task An_edge_that_does_not_hang_up_after_a_goodbye_delays_the_end_by_a_second()
    {
        var time = new ManualTime();
        var desk = await LocalDesk.StartAsync(time);
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        edge.Started = time.GetUtcNow();
        await edge.ConnectAsync();

        var stopping = desk.Server.StopAsync(TestContext.Current.CancellationToken);
        Assert.NotNull((await edge.NextAsync()).Goaway);
        await time.ArmedAsync(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        await stopping;

        await desk.DisposeAsync();
    }

    [Fact]
    public async Task Both_sides_know_that_the_other_lives()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        edge.Started = time.GetUtcNow();
        var beat = (await edge.ConnectAsync()).Beat.ToTimeSpan();

        // A beat when nothing else is said. The server notes each beat of the edge, and waits for its own, before time goes on.
        var next = edge.NextOfAnyAsync();
        for (var beats = 0; beats < 5 || !next.IsCompleted; beats++)
        {
            await time.ArmedAsync(beat);
            time.Advance(beat);
            await edge.SayAsync(new EdgeMessage { Beat = new EdgeBeat { Applied = edge.Have } });
            await FleetStates.HeardAsync(desk, "e1", time.GetUtcNow());
        }

        Assert.NotNull((await next).Beat);

        // Silence: the stream is ended. Each beat is taken before time goes on: one that is under way for as long as silence may last would end it too.
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                next = edge.NextOfAnyAsync();
                await Task.WhenAny(next, time.ArmedAsync(beat));
                time.Advance(beat);
                await next;
            }
        });

        Assert.Equal(StatusCode.DeadlineExceeded, ended.StatusCode);
        await FleetStates.WaitAsync(desk, "e1", EdgeState.Offline);
    }

    [Fact]
    public async Task A_stream_begins_with_the_hello_of_the_node_that_the_certificate_names()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");

        await edge.OpenAsync(node: "e2");

        Assert.Equal(StatusCode.PermissionDenied, await edge.EndAsync());
    }
}
