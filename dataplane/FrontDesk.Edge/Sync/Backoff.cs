namespace FrontDesk.Edge.Sync;

/// <summary>Waits between attempts: exponential with full jitter (a random time up to a ceiling that doubles), so that a fleet does not come back at once.</summary>
internal sealed class Backoff(TimeProvider clock, TimeSpan? longest = null)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);

    private readonly TimeSpan _longest = longest ?? TimeSpan.FromSeconds(30);
    private TimeSpan _ceiling = First;

    /// <summary>Begins again with short waits.</summary>
    public void Reset() => _ceiling = First;

    /// <summary>Goes on with the longest waits: what failed will not get better soon.</summary>
    public void Exhaust() => _ceiling = _longest;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        TimeSpan wait = _ceiling * Random.Shared.NextDouble();
        _ceiling = _ceiling * 2 < _longest ? _ceiling * 2 : _longest;
        return wait;
    }

    /// <summary>Waits.</summary>
    public Task WaitAsync(CancellationToken cancellation) => Task.Delay(Next(), clock, cancellation);
}
