namespace FrontDesk.Testing.Waiting;

/// <summary>A clock that a test moves, from the time at which it is made. Timers fire when it passes them.</summary>
public sealed class ManualTime : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Predicate<TimeSpan> Fits, TaskCompletionSource Armed)> _awaited = [];
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes as soon as somebody waits for the moment that is this far from now.</summary>
    public Task ArmedAsync(TimeSpan fromNow) => ArmedAsync(due => due == fromNow);

    /// <summary>Completes as soon as somebody waits for a moment that is so far from now: who is to be woken by the clock must sleep first.</summary>
    /// <exception cref="TimeoutException">Nobody does within a minute.</exception>
    public Task ArmedAsync(Predicate<TimeSpan> fits)
    {
        lock (_lock)
        {
            if (_timers.Exists(timer => fits(timer.Due - _now)))
            {
                return Task.CompletedTask;
            }

            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((fits, armed));
            return armed.Task.WaitAsync(Patience);
        }
    }

    /// <summary>Moves the clock, and fires what is due.</summary>
    public void Advance(TimeSpan by)
    {
        ManualTimer[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(timer => due.Contains(timer));
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    /// <summary>Once only: nothing here has a period.</summary>
    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                Due = time._now + dueTime;
                time._timers.Add(this);
                var awaited = time._awaited.FindAll(awaited => awaited.Fits(dueTime));
                time._awaited.RemoveAll(awaited.Contains);
                awaited.ForEach(static one => one.Armed.SetResult());
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
