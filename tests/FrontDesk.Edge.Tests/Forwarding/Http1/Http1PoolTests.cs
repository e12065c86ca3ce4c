using System.Net;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Forwarding.Http1;

namespace FrontDesk.Edge.Tests.Forwarding.Http1;

public sealed class Http1PoolTests : IDisposable
{
    private static readonly Http1Limits Limits = new() { IdleConnections = 3, Lifetime = TimeSpan.FromMinutes(5) };

    private readonly StoppedClock _clock = new();
    private readonly Http1Pool _pool;

    public Http1PoolTests() => _pool = new Http1Pool(new ServiceConnector(new IPEndPoint(IPAddress.Loopback, 1), null, TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(90), Limits, _clock);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void The_connection_used_last_is_used_first()
    {
        var (first, second) = (Adopt(), Adopt());

        Assert.False(first.IsClosed);
        Assert.Equal(2, _pool.IdleCount);
        second.End();
        Assert.NotNull(_pool.Take());
        Assert.True(second.IsClosed);
        Assert.Null(_pool.Take());
    }

    [Fact]
    public void A_connection_that_its_service_has_closed_or_spoken_on_is_not_used_again()
    {
        var (closed, spoken) = (Adopt(), Adopt());
        closed.End();
        spoken.Say(1);

        Assert.Null(_pool.Take());
        Assert.True(closed.IsClosed && spoken.IsClosed);
        Assert.Equal(0, _pool.IdleCount);
    }

    [Fact]
    public void A_connection_is_used_until_its_idle_time_and_no_longer()
    {
        Adopt();
        _clock.Advance(TimeSpan.FromSeconds(89));
        var connection = _pool.Take();
        Assert.NotNull(connection);

        _pool.Return(connection);
        _clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Null(_pool.Take());
    }

    [Fact]
    public void A_connection_takes_no_request_beyond_its_lifetime()
    {
        var stream = Adopt();
        for (var age = 0; age < 4; age++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            _pool.Return(_pool.Take()!);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_pool.Take());
        Assert.True(stream.IsClosed);
    }

    [Fact]
    public void No_more_are_kept_than_the_limit_says()
    {
        FakeStream[] streams = [Adopt(), Adopt(), Adopt(), Adopt()];

        Assert.Equal(3, _pool.IdleCount);
        Assert.True(streams[3].IsClosed);
        Assert.False(streams[2].IsClosed);
    }

    [Fact]
    public void Sweeping_closes_what_is_of_no_use_and_keeps_the_rest()
    {
        FakeStream[] streams = [Adopt(), Adopt(), Adopt()];
        streams[1].End();

        _pool.Sweep();

        Assert.Equal(2, _pool.IdleCount);
        Assert.Equal([false, true, false], streams.Select(stream => stream.IsClosed));
        _clock.Advance(TimeSpan.FromSeconds(91));
        _pool.Sweep();
        Assert.Equal(0, _pool.IdleCount);
        Assert.All(streams, stream => Assert.True(stream.IsClosed));
    }

    [Fact]
    public void A_pool_that_is_closed_closes_its_connections_and_those_that_come_back()
    {
        var (idle, used) = (Adopt(), Adopt());
        var connection = _pool.Take()!;

        _pool.Dispose();
        Assert.True(idle.IsClosed);
        Assert.False(used.IsClosed);
        _pool.Return(connection);
        Assert.True(used.IsClosed);
    }

    private FakeStream Adopt()
    {
        var stream = new FakeStream();
        _pool.Adopt(stream);
        return stream;
    }

    /// <summary>A connection on which nothing comes before the test says so.</summary>
    private sealed class FakeStream : MemoryStream
    {
        private readonly TaskCompletionSource<int> _read = new();

        public bool IsClosed { get; private set; }

        /// <summary>The service closes.</summary>
        public void End() => _read.TrySetResult(0);

        /// <summary>So many bytes come.</summary>
        public void Say(int count) => _read.TrySetResult(count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(_read.Task);

        protected override void Dispose(bool disposing) => IsClosed = true;
    }

    /// <summary>A clock that goes on when the test says so, and whose timers never ring.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
