namespace FrontDesk.Edge.Health;

/// <summary>Which check is due when. Safe for all threads.</summary>
internal sealed class CheckSchedule(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Check, long> _checks = new();
    private readonly long _start = clock.GetTimestamp();
    private TaskCompletionSource _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Checks that wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _checks.Count;
            }
        }
    }

    /// <summary>Ends when a check comes that is due before all others, after this was read.</summary>
    public Task Sooner => Volatile.Read(ref _sooner).Task;

    /// <summary>Lets a check be due in a while.</summary>
    public void Add(Check check, TimeSpan due)
    {
        var at = (clock.GetElapsedTime(_start) + due).Ticks;
        bool isSooner;
        lock (_lock)
        {
            isSooner = !_checks.TryPeek(out _, out var first) || at < first;
            _checks.Enqueue(check, at);
        }

        if (isSooner)
        {
            Interlocked.Exchange(ref _sooner, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    /// <summary>Takes out a check that is due; null where none is.</summary>
    /// <param name="wait">How long until the next is due then; infinite where there is none.</param>
    public Check? Take(out TimeSpan wait)
    {
        var now = clock.GetElapsedTime(_start).Ticks;
        wait = TimeSpan.Zero;
        lock (_lock)
        {
            if (!_checks.TryPeek(out var check, out var at))
            {
                wait = Timeout.InfiniteTimeSpan;
                return null;
            }

            if (at > now)
            {
                wait = TimeSpan.FromTicks(at - now);
                return null;
            }

            _checks.Dequeue();
            return check;
        }
    }
}
