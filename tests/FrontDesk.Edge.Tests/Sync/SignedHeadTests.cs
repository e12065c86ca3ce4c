using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Identity;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Google.Protobuf;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>An edge takes nothing that the control planes of its fleet did not sign, once they sign.</summary>
public sealed class SignedHeadTests : IAsyncLifetime
{
    private readonly TempDirectory _data = new();
    private readonly ScriptedScope _scope = new();
    private readonly int _port = FreePort.Next();
    private ScriptedControlPlane _plane = null!;
    private Signer _signer = null!;

    public async ValueTask InitializeAsync()
    {
        _plane = await ScriptedControlPlane.StartAsync();
        _signer = new Signer(_plane.Authority.IssueSigner());
    }

    public async ValueTask DisposeAsync()
    {
        _signer.Dispose();
        await _plane.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Signed_updates_are_applied_and_their_signature_is_shown_after_a_restart()
    {
        var delta = new Delta();
        await using (var edge = await TestEdge.StartAsync(_plane, _data))
        {
            var stream = await ServeAsync();
            Assert.Contains("signed-head", stream.Hello.Features);
            Assert.Null(stream.Hello.Head);
            delta = _signer.Sign(_scope.Put(Resources.Answer("hello", "a.test", "signed")));
            await stream.SendAsync(delta);
            Assert.Equal(_scope.Position, (await stream.NextAnswerAsync()).Ack.Applied);
        }

        await using var again = await TestEdge.StartAsync(_plane, _data);
        Assert.Equal(delta.Head, (await _plane.NextStreamAsync()).Hello.Head);
    }

    [Theory]
    [InlineData("unsigned")]
    [InlineData("stranger")]
    [InlineData("tampered statement")]
    [InlineData("another revision's")]
    [InlineData("another group's")]
    [InlineData("tampered digest")]
    public async Task What_is_not_signed_is_refused_and_changes_nothing(string how)
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        var before = _scope.Position;
        var delta = _scope.Put(Resources.Answer("hello", "a.test", "forged"));
        using var stranger = new Signer(new TestAuthority().IssueSigner());
        delta.Head = how switch
        {
            "unsigned" => null,
            "stranger" => stranger.Sign(delta.To),
            "another revision's" => _signer.Sign(before),
            "another group's" => _signer.Sign(delta.To, "eu"),
            "tampered digest" => _signer.Sign(new Position(delta.To) { Digest = ByteString.CopyFrom(new byte[32]) }),
            _ => Tampered(_signer.Sign(delta.To)),
        };

        await stream.SendAsync(delta);

        var nack = (await stream.NextAnswerAsync()).Nack;
        Assert.Equal((NackReason.NotSigned, before.Revision), (nack.Reason, nack.Running.Revision));
        Assert.Equal("ready: revision 1\n", (await edge.StatusAsync("readyz")).Body);
    }

    [Fact]
    public async Task An_old_update_that_is_played_again_leads_nowhere()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        var old = _signer.Sign(_scope.Snapshot());
        await stream.SendAsync(_signer.Sign(_scope.Put(Resources.Answer("hello", "a.test", "new"))));
        await stream.NextAnswerAsync();

        await stream.SendAsync(old);

        Assert.Equal(NackReason.WrongPosition, (await stream.NextAnswerAsync()).Nack.Reason);
        Assert.Equal("ready: revision 2\n", (await edge.StatusAsync("readyz")).Body);
    }

    [Fact]
    public async Task Updates_that_come_twice_or_before_their_turn_are_refused_and_the_right_one_is_taken_after_them()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await ServeAsync();
        var (second, third, fourth) = (Next("second"), Next("third"), Next("fourth"));

        // Each with the revision that must be running after it.
        foreach (var (delta, running) in new[] { (third, 1u), (second, 2u), (second, 2u), (fourth, 2u), (third, 3u), (second, 3u), (fourth, 4u), (third, 4u) })
        {
            await stream.SendAsync(delta);
            var answer = await stream.NextAnswerAsync();
            var taken = delta.To.Revision == running && answer.Ack is not null;
            Assert.Equal(running, taken ? answer.Ack!.Applied.Revision : answer.Nack.Running.Revision);
            Assert.True(taken || answer.Nack.Reason == NackReason.WrongPosition);
        }

        Assert.Equal("ready: revision 4\n", (await edge.StatusAsync("readyz")).Body);

        Delta Next(string body) => _signer.Sign(_scope.Put(Resources.Answer("hello", "a.test", body)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_signer_that_is_not_the_fleets_ends_the_stream_before_anything_is_taken(bool foreign)
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await _plane.NextStreamAsync();
        using var wrong = new Signer(foreign ? new TestAuthority().IssueSigner() : _plane.Authority.IssueServer());

        await stream.SendAsync(new ControlMessage { Welcome = wrong.Welcome(_scope.Position) });

        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.NextAnswerAsync());
    }

    [Fact]
    public async Task An_edge_that_was_given_signed_updates_is_not_talked_back_by_one_that_signs_nothing()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        (await ServeAsync()).Cut();
        var stream = await _plane.NextStreamAsync();

        await stream.WelcomeAsync(_scope.Position);

        await Assert.ThrowsAsync<EndOfStreamException>(() => stream.NextAnswerAsync());
        Assert.Equal("ready: revision 1\n", (await edge.StatusAsync("readyz")).Body);
    }

    [Fact]
    public async Task An_edge_that_runs_what_came_unsigned_takes_the_signature_from_the_welcome()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await _plane.NextStreamAsync();
        _scope.Put(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "hello"));
        await stream.WelcomeAsync(_scope.Position);
        await stream.SendAsync(_scope.Snapshot());
        await stream.NextAnswerAsync();
        stream.Cut();

        var second = await _plane.NextStreamAsync();
        var welcome = _signer.Welcome(_scope.Position);
        welcome.Head = _signer.Sign(_scope.Position);
        await second.SendAsync(new ControlMessage { Welcome = welcome });
        await second.SendAsync(_signer.Sign(_scope.Put()));
        await second.NextAnswerAsync();
        second.Cut();

        Assert.NotNull((await _plane.NextStreamAsync()).Hello.Head);
    }

    private static SignedHead Tampered(SignedHead head)
    {
        var statement = head.Statement.ToByteArray();
        statement[^1] ^= 1;
        return new SignedHead(head) { Statement = ByteString.CopyFrom(statement) };
    }

    private async Task<ScriptedStream> ServeAsync()
    {
        var stream = await _plane.NextStreamAsync();
        _scope.Put(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "hello"));
        await stream.SendAsync(new ControlMessage { Welcome = _signer.Welcome(_scope.Position) });
        await stream.SendAsync(_signer.Sign(_scope.Snapshot()));
        await stream.NextAnswerAsync();
        return stream;
    }
}
