namespace FrontDesk.Edge.Limits;

/// <summary>Whether somebody watches limits. While nobody does, a request costs one read of a field.</summary>
internal sealed class LimitWatch
{
    private LimitRecorder? _current;

    /// <summary>What the counts of the running second go into; null while nobody watches.</summary>
    public LimitRecorder? Current => Volatile.Read(ref _current);

    /// <summary>Begins to record, or ends it.</summary>
    public void Switch(bool on)
    {
        if (on != (Current is not null))
        {
            Volatile.Write(ref _current, on ? new LimitRecorder() : null);
        }
    }

    /// <summary>Takes what was recorded, and begins anew; null while nobody watches.</summary>
    public LimitRecorder? Take() => Current is null ? null : Interlocked.Exchange(ref _current, new LimitRecorder());
}
