namespace FrontDesk.Testing.Faults;

/// <summary>What happens to bytes that go one way over a <see cref="FaultLink"/>.</summary>
public sealed class LinkDirection
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _held;
    private TimeSpan _delay;

    /// <summary>From now on nothing arrives, not even the end of a connection, until <see cref="Heal"/>: as TCP, which sends again what was lost.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>From now on each piece is held back so long; the next waits behind it.</summary>
    public void Slow(TimeSpan delay)
    {
        lock (_lock)
        {
            _delay = delay;
        }
    }

    /// <summary>What was lost arrives now, and all else at once.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _delay = TimeSpan.Zero;
            _held?.SetResult();
            _held = null;
        }
    }

    /// <summary>Ends when a piece that came now may arrive.</summary>
    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        Task held;
        TimeSpan delay;
        lock (_lock)
        {
            held = _held?.Task ?? Task.CompletedTask;
            delay = _delay;
        }

        await held.WaitAsync(cancellationToken);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, cancellationToken);
        }
    }
}
