using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Tls;

public sealed class LapseWatchTests
{
    [Fact]
    public async Task A_certificate_that_lapses_while_it_is_shown_is_told_until_another_takes_its_place()
    {
        var clock = new ShiftedMinutes();
        await using var served = await ServedEdge.StartAsync(clock: clock);
        var site = served.Plane.Authority.IssueSite(TimeSpan.FromMinutes(10), "a.test");
        Assert.Empty((await served.PutAsync(Resources.Tls("secure", FreePort.Next()), served.Certificate("site", site, 1, "a.test"))).Degraded);

        clock.Shift(TimeSpan.FromMinutes(11));
        var beat = await served.Stream.NextAsync(message => message.Beat is { Degraded.Count: > 0 });

        Assert.Contains("lapsed at", Assert.Single(beat.Beat.Degraded).Reason, StringComparison.Ordinal);
        Assert.Empty((await served.PutAsync(served.Certificate("site", served.Plane.Authority.IssueSite("a.test"), 2, "a.test", "b.test"))).Degraded);
    }

    // The system's time, moved; who ticks every minute need not wait for it.
    private sealed class ShiftedMinutes : TimeProvider
    {
        private long _shift;

        public void Shift(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => period >= TimeSpan.FromMinutes(1) ? base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50)) : base.CreateTimer(callback, state, dueTime, period);
    }
}
