using FrontDesk.Edge.Sync;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Sync;

public sealed class SyncTests : IAsyncLifetime
{
    private readonly TempDirectory _data = new();
    private readonly ScriptedScope _scope = new();
    private readonly int _port = FreePort.Next();
    private ScriptedControlPlane _plane = null!;

    public async ValueTask InitializeAsync() => _plane = await ScriptedControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task An_edge_enrols_takes_a_snapshot_and_serves_it()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await _plane.NextStreamAsync();
        Assert.Equal("edge-1", stream.Hello.Node);
        Assert.Equal(0u, stream.Hello.Have.Revision);
        _scope.Put(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "hello"));

        await stream.WelcomeAsync(_scope.Position);
        await stream.SendAsync(_scope.Snapshot());

        var ack = (await stream.NextAnswerAsync()).Ack;
        Assert.Equal(_scope.Position, ack.Applied);
        Assert.Empty(ack.Degraded);
        Assert.Equal("hello", (await GetAsync("a.test")).Body);
    }

    [Fact]
    public async Task A_delta_changes_what_is_served()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();

        await stream.SendAsync(_scope.Put(Resources.Answer("hello", "a.test", "changed")));

        Assert.Equal(_scope.Position, (await stream.NextAnswerAsync()).Ack.Applied);
        Assert.Equal("changed", (await GetAsync("a.test")).Body);
    }

    [Fact]
    public async Task A_change_outside_the_scope_still_advances_the_revision()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();

        await stream.SendAsync(_scope.Put());

        Assert.Equal(2u, (await stream.NextAnswerAsync()).Ack.Applied.Revision);
        Assert.Equal("ready: revision 2\n", (await edge.StatusAsync("readyz")).Body);
    }

    [Fact]
    public async Task A_snapshot_cut_in_the_middle_leaves_everything_as_it_was()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        _scope.Put(Resources.Answer("hello", "a.test", "changed"), Resources.Answer("more", "b.test", "more"));
        await stream.SendAsync(_scope.Snapshot().SkipLast(1));
        stream.Cut();

        var next = await _plane.NextStreamAsync();

        Assert.Equal(1u, next.Hello.Have.Revision);
        Assert.Equal("hello", (await GetAsync("a.test")).Body);
        await next.WelcomeAsync(_scope.Position);
        await next.SendAsync(_scope.Snapshot());
        Assert.Equal(_scope.Position, (await next.NextAnswerAsync()).Ack.Applied);
        Assert.Equal("changed", (await GetAsync("a.test")).Body);
    }

    [Fact]
    public async Task A_wrong_digest_is_refused_and_a_snapshot_heals_it()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        var running = _scope.Position;
        var delta = _scope.Put(Resources.Answer("hello", "a.test", "changed"));
        delta.Operations[0].Put = ScriptedScope.Stored(Resources.Answer("hello", "a.test", "tampered"));

        await stream.SendAsync(delta);

        var nack = (await stream.NextAnswerAsync()).Nack;
        Assert.Equal(NackReason.DigestMismatch, nack.Reason);
        Assert.Equal(running, nack.Running);
        Assert.Equal("hello", (await GetAsync("a.test")).Body);
        await stream.SendAsync(new ControlMessage { Resnapshot = new Resnapshot { Reason = "The digests differ." } });
        await stream.SendAsync(_scope.Snapshot());
        Assert.Equal(_scope.Position, (await stream.NextAnswerAsync()).Ack.Applied);
        Assert.Equal("changed", (await GetAsync("a.test")).Body);
    }

    [Fact]
    public async Task A_delta_that_starts_elsewhere_is_refused()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        _scope.Put(Resources.Answer("hello", "a.test", "missed"));

        await stream.SendAsync(_scope.Put(Resources.Answer("hello", "a.test", "changed")));

        Assert.Equal(NackReason.WrongPosition, (await stream.NextAnswerAsync()).Nack.Reason);
        Assert.Equal("hello", (await GetAsync("a.test")).Body);
    }

    [Fact]
    public async Task An_edge_never_goes_back_within_an_epoch()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var before = _scope.Snapshot();
        var stream = await ServeAsync();

        await stream.SendAsync(before.Select(chunk =>
        {
            chunk.To.Epoch = 1;
            return chunk;
        }));

        Assert.Equal(NackReason.WrongPosition, (await stream.NextAnswerAsync()).Nack.Reason);
    }

    [Fact]
    public async Task What_does_not_compile_is_refused_by_name_and_the_old_configuration_serves_on()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();

        await stream.SendAsync(_scope.Put(Resources.Answer("hello", "a.test", "changed"), Resources.Forward("broken", "b.test", "no-such-service")));

        var nack = (await stream.NextAnswerAsync()).Nack;
        Assert.Equal(NackReason.Invalid, nack.Reason);
        Assert.Equal("broken", nack.Resource.Name);
        Assert.Contains("no-such-service", nack.Message, StringComparison.Ordinal);
        Assert.Equal(1u, nack.Running.Revision);
        Assert.Equal("hello", (await GetAsync("a.test")).Body);
    }

    [Fact]
    public async Task Bytes_that_are_no_resource_are_refused()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        var mislabelled = ScriptedScope.Stored(Resources.Answer("one", "b.test", "x"));
        mislabelled.Name = "another";

        await stream.SendAsync(_scope.Put(mislabelled));

        Assert.Equal(NackReason.Invalid, (await stream.NextAnswerAsync()).Nack.Reason);
    }

    [Fact]
    public async Task A_secret_that_the_control_plane_does_not_give_is_told()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        _scope.Announce("certificates/shop", 1);

        await stream.SendAsync(_scope.Put(Resources.Certificate("shop", "shop.test")));

        var nack = (await stream.NextAnswerAsync()).Nack;
        Assert.Equal(NackReason.SecretMissing, nack.Reason);
        Assert.Contains("certificates/shop", nack.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_still_being_issued_holds_back_nothing()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        _scope.Announce("certificates/shop", 0);

        await stream.SendAsync(_scope.Put(Resources.Certificate("shop", "shop.test"), Resources.Answer("hello", "a.test", "changed")));

        var ack = (await stream.NextAnswerAsync()).Ack;
        Assert.Equal("shop", Assert.Single(ack.Degraded).Resource.Name);
        Assert.Equal("changed", (await GetAsync("a.test")).Body);
    }

    [Fact]
    public async Task A_control_plane_that_falls_silent_is_left_for_the_next()
    {
        await using var second = await ScriptedControlPlane.StartAsync(authority: _plane.Authority);
        await using var edge = await TestEdge.StartAsync(_plane, _data, options => options with { ControlPlanes = [_plane.Address, second.Address] });
        var (chosen, next) = ControlPlaneOrder.Of("edge-1", [_plane.Address, second.Address])[0] == _plane.Address ? (_plane, second) : (second, _plane);
        var stream = await chosen.NextStreamAsync();

        await stream.WelcomeAsync(beat: TimeSpan.FromSeconds(1));

        Assert.Equal("edge-1", (await next.NextStreamAsync()).Hello.Node);
    }

    [Fact]
    public async Task An_edge_sent_away_comes_back()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();

        await stream.SendAsync(new ControlMessage { Goaway = new Goaway { Reason = "The control plane restarts." } });

        var next = await _plane.NextStreamAsync();
        Assert.Equal(stream.Hello.BootId, next.Hello.BootId);
        Assert.Equal(_scope.Position, next.Hello.Have);
    }

    [Fact]
    public async Task An_edge_that_has_nothing_to_say_beats()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await _plane.NextStreamAsync();

        await stream.WelcomeAsync(beat: TimeSpan.FromSeconds(1));

        var beat = (await stream.NextAsync(message => message.Beat is not null)).Beat;
        Assert.Equal(0u, beat.Applied.Revision);
    }

    [Fact]
    public async Task The_stream_is_opened_with_the_nodes_certificate()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);

        var stream = await _plane.NextStreamAsync();

        Assert.Contains("frontdesk:node/edge-1", stream.Certificate!.Extensions["2.5.29.17"]!.Format(false), StringComparison.Ordinal);
    }

    private async Task<ScriptedStream> ServeAsync()
    {
        var stream = await _plane.NextStreamAsync();
        _scope.Put(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "hello"));
        await stream.WelcomeAsync(_scope.Position);
        await stream.SendAsync(_scope.Snapshot());
        Assert.NotNull((await stream.NextAnswerAsync()).Ack);
        return stream;
    }

    private async Task<RawAnswer> GetAsync(string host)
    {
        await using var connection = await RawConnection.ConnectAsync("127.0.0.1", _port, TestContext.Current.CancellationToken);
        await connection.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", TestContext.Current.CancellationToken);
        return await connection.ReadAnswerAsync(TestContext.Current.CancellationToken);
    }
}
