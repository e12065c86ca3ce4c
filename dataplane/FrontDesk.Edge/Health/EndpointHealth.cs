namespace FrontDesk.Edge.Health;

/// <summary>
/// Whether one endpoint is fit to be asked, as far as this edge knows: by what became of requests (it rests for a while after it failed) and by what it answers when it is
/// asked (it is well or unwell). Outlives revisions.
/// </summary>
internal sealed class EndpointHealth
{
    private int _failures;
    private int _isReported;
    private int _rests;
    private long _woken;
    private int _row;
    private bool _wasAsked;
    private volatile bool _isResting;
    private volatile bool _isUnwell;

    /// <summary>Whether requests may be sent to it. Looked at when the service's pool is made, never by requests.</summary>
    public bool IsUsable => !_isResting && !_isUnwell;

    /// <summary>Whether it is left alone for a while, after it failed.</summary>
    public bool IsResting => _isResting;

    /// <summary>Whether it answers badly when it is asked.</summary>
    public bool IsUnwell => _isUnwell;

    /// <summary>Whether it was asked at least once.</summary>
    public bool WasAsked => _wasAsked;

    /// <summary>A request failed. Called by requests.</summary>
    /// <param name="most">Failures in a row after which something must be done.</param>
    /// <returns>Whether something must be done, and by the caller: of those that fail at once, one is told so.</returns>
    public bool NoteFailure(int most) => Interlocked.Increment(ref _failures) >= most && Interlocked.Exchange(ref _isReported, 1) == 0;

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
    public void Forgive()
    {
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _isReported, 0);
    }

    /// <summary>Lets it rest; twice as long as the last time where it failed again soon after that. Called by one task at a time.</summary>
    /// <param name="first">The first time's length.</param>
    /// <param name="longest">The longest.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>For how long.</returns>
    public TimeSpan Rest(TimeSpan first, TimeSpan longest, TimeProvider clock)
    {
        if (_rests > 0 && clock.GetElapsedTime(_woken) > longest)
        {
            _rests = 0;
        }

        var length = first * Math.Pow(2, Math.Min(_rests++, 16));
        _isResting = true;
        return length < longest ? length : longest;
    }

    /// <summary>Ends the rest.</summary>
    public void Wake(TimeProvider clock)
    {
        _woken = clock.GetTimestamp();
        _isResting = false;
        Forgive();
    }

    /// <summary>It was asked. The first answer of all decides by itself. Called by one task at a time.</summary>
    /// <param name="isGood">What the answer was.</param>
    /// <param name="healthyAfter">Good ones in a row that make it well.</param>
    /// <param name="unhealthyAfter">Bad ones in a row that make it unwell.</param>
    /// <returns>Whether it changed.</returns>
    public bool Asked(bool isGood, int healthyAfter, int unhealthyAfter)
    {
        var isFirst = !_wasAsked;
        _wasAsked = true;
        if (isGood != _isUnwell)
        {
            _row = 0;
            return false;
        }

        if (++_row < (isGood ? healthyAfter : unhealthyAfter) && !isFirst)
        {
            return false;
        }

        _row = 0;
        _isUnwell = !isGood;
        return true;
    }

    /// <summary>Nobody asks any more; what was answered counts no longer.</summary>
    /// <returns>Whether it was not well.</returns>
    public bool Unasked()
    {
        var wasUnwell = _isUnwell;
        _wasAsked = false;
        _isUnwell = false;
        _row = 0;
        return wasUnwell;
    }
}
