namespace FrontDesk.Edge.Health;

/// <summary>Whether one endpoint is fit to be asked, as far as this edge knows.</summary>
internal sealed class EndpointHealth
{
    private int _failures;
    private int _rests;
    private long _rested;
    private volatile bool _isResting;

    /// <summary>Whether requests may be sent to it. Looked at when the service's pool is made, never by requests.</summary>
    public bool IsUsable => !_isResting;

    /// <summary>Whether it is left alone for a while, after it failed.</summary>
    public bool IsResting => _isResting;

    /// <summary>A request failed. Called by requests.</summary>
    /// <returns>Whether it is the one that makes the number full: just one of those that fail at once.</returns>
    public bool NoteFailure(int most) => Interlocked.Increment(ref _failures) == most;

    /// <summary>A request was answered. Called by requests.</summary>
    public void NoteSuccess()
    {
        // Most of the time there is nothing to write, and a write would make all cores fetch the line anew.
        if (Volatile.Read(ref _failures) != 0)
        {
            Volatile.Write(ref _failures, 0);
        }
    }

    /// <summary>Begins to count failures anew.</summary>
    public void Forgive() => Volatile.Write(ref _failures, 0);

    /// <summary>Lets it rest; twice as long as the last time where it failed again soon after that.</summary>
    /// <param name="first">The first time's length.</param>
    /// <param name="longest">The longest.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>For how long.</returns>
    public TimeSpan Rest(TimeSpan first, TimeSpan longest, TimeProvider clock)
    {
        if (_rests > 0 && clock.GetElapsedTime(_rested) > longest)
        {
            _rests = 0;
        }

        var length = first * Math.Pow(2, Math.Min(_rests++, 16));
        length = length < longest ? length : longest;
        _isResting = true;
        return length;
    }

    /// <summary>Ends the rest.</summary>
    public void Wake(TimeProvider clock)
    {
        _rested = clock.GetTimestamp();
        _isResting = false;
        Forgive();
    }
}
