using System.Diagnostics;
using FrontDesk.Edge.Sync;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Faults;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>How an edge keeps a stream when the one it has ends, in whatever way.</summary>
public sealed class ReconnectTests : IAsyncLifetime
{
    private readonly TempDirectory _data = new();
    private ScriptedControlPlane _plane = null!;

    public async ValueTask InitializeAsync() => _plane = await ScriptedControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_connection_that_swallows_every_byte_is_left_for_a_new_one()
    {
        await using var proxy = new SilentProxy(_plane.Port);
        await using var edge = await TestEdge.StartAsync(_plane, _data, options => options with { ControlPlanes = [new($"https://127.0.0.1:{proxy.Port}")] });
        var stream = await _plane.NextStreamAsync();
        await stream.WelcomeAsync(beat: TimeSpan.FromSeconds(1));
        await stream.NextAsync(message => message.Beat is not null);

        // The control plane lives and beats; nothing of it arrives any more.
        proxy.Silence();
        using var over = new CancellationTokenSource();
        var beating = BeatAsync(stream, over.Token);
        var next = await _plane.NextStreamAsync();
        await over.CancelAsync();
        await beating;

        Assert.Equal(stream.Hello.BootId, next.Hello.BootId);
        Assert.True(next.Hello.Stream > stream.Hello.Stream);
    }

    [Fact]
    public async Task An_edge_sent_away_for_a_while_stays_away_that_long()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        var stream = await _plane.NextStreamAsync();
        await stream.WelcomeAsync();
        var sent = Stopwatch.GetTimestamp();

        await stream.SendAsync(new ControlMessage { Goaway = new Goaway { Reason = "busy", RetryAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)) } });
        await _plane.NextStreamAsync();

        Assert.True(Stopwatch.GetElapsedTime(sent) >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_edge_goes_to_its_first_choice_then_to_the_next_and_comes_back()
    {
        var clock = new HeldTime(Homecoming.Pause);
        await using var other = await ScriptedControlPlane.StartAsync(authority: _plane.Authority);
        var planes = new Dictionary<Uri, ScriptedControlPlane> { [_plane.Address] = _plane, [other.Address] = other };
        var order = ControlPlaneOrder.Of("edge-1", planes.Keys);
        await using var edge = await TestEdge.StartAsync(_plane, _data, options => options with { ControlPlanes = [.. planes.Keys] }, clock);

        var first = await planes[order[0]].NextStreamAsync();
        await first.WelcomeAsync();
        first.Cut();
        var second = await planes[order[1]].NextStreamAsync();
        await second.WelcomeAsync();
        await clock.ReleaseAsync();
        var back = await planes[order[0]].NextStreamAsync();

        Assert.Equal([1u, 2u, 3u], new[] { first, second, back }.Select(stream => stream.Hello.Stream));
    }

    [Fact]
    public async Task After_ten_minutes_cut_off_an_edge_has_tried_all_along_serves_on_and_comes_back_to_where_it_was()
    {
        var (clock, scope, port) = (new HastyTime(), new ScriptedScope(), FreePort.Next());
        await using var link = new FaultLink(_plane.Port);
        await using var edge = await TestEdge.StartAsync(_plane, _data, options => options with { ControlPlanes = [new($"https://127.0.0.1:{link.Port}")] }, clock);
        scope.Put(Resources.Plain("web", port), Resources.Answer("hello", "a.test", "hello"));
        var stream = await _plane.NextStreamAsync();
        await stream.WelcomeAsync(scope.Position);
        await stream.SendAsync(scope.Snapshot());
        await stream.NextAnswerAsync();

        var taken = link.Accepted;
        link.Cut();
        var cut = clock.GetTimestamp();
        clock.Hurry(100);
        await Eventually.TrueAsync("ten minutes to pass", () => Task.FromResult(clock.GetElapsedTime(cut) > TimeSpan.FromMinutes(10)), TestContext.Current.CancellationToken);
        Assert.True(link.Accepted > taken + 1, $"{link.Accepted - taken} attempts");
        Assert.Equal("ready: revision 1\n", (await edge.StatusAsync("readyz")).Body);
        clock.Hurry(1);
        scope.Put(Resources.Answer("hello", "a.test", "missed"));
        link.Heal();

        var back = await _plane.NextStreamAsync();
        Assert.Equal(1u, back.Hello.Have.Revision);
        Assert.Equal(stream.Hello.BootId, back.Hello.BootId);
    }

    private static async Task BeatAsync(ScriptedStream stream, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                await stream.SendAsync(new ControlMessage { Beat = new ControlBeat() });
            }
        }
        catch (Exception end) when (end is OperationCanceledException or InvalidOperationException or IOException)
        {
            Assert.NotNull(end);
        }
    }

    /// <summary>A clock that can be made to run faster than the machine's.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private readonly Lock _lock = new();
        private long _real = System.GetTimestamp();
        private long _shown = System.GetTimestamp();
        private int _rate = 1;

        public override long GetTimestamp()
        {
            lock (_lock)
            {
                return _shown + ((System.GetTimestamp() - _real) * _rate);
            }
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + System.GetElapsedTime(System.GetTimestamp(), GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / _rate : dueTime, period);

        /// <summary>From now on it runs so many times as fast.</summary>
        public void Hurry(int rate)
        {
            var now = GetTimestamp();
            lock (_lock)
            {
                (_shown, _real, _rate) = (now, System.GetTimestamp(), rate);
            }
        }
    }

    /// <summary>The machine's clock, but waits longer than one length, and up to twice that, are over when the test says so.</summary>
    private sealed class HeldTime(TimeSpan length) : TimeProvider
    {
        private readonly TaskCompletionSource<ITimer> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime <= length || dueTime > length * 2)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
            _held.TrySetResult(timer);
            return timer;
        }

        public async Task ReleaseAsync() =>
            (await _held.Task.WaitAsync(TestContext.Current.CancellationToken)).Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
