namespace FrontDesk.Edge.Retries;

/// <summary>
/// How many retries a service may have, as a share of its requests, so that retries never make a storm of a failure: in a service that fails wholly each request is sent once, and a share of
/// them twice. Counts in slots of a second over the last ten; without locks, so that at the turn of a second it may err by a few.
/// </summary>
internal sealed class RetryBudget
{
    /// <summary>Retries in ten seconds that are allowed whatever the share: a share of few requests would be none.</summary>
    public const int Floor = 10;

    private const int Slots = 10;

    private readonly Slot[] _slots = [.. Enumerable.Range(0, Slots).Select(static _ => new Slot())];

    /// <summary>A request goes to the service.</summary>
    /// <param name="now">The second, since whenever.</param>
    public void Request(long now) => Interlocked.Increment(ref SlotOf(now).Requests);

    /// <summary>Takes a retry out of the budget.</summary>
    /// <param name="now">The second, since whenever.</param>
    /// <param name="percent">How many retries there may be for 100 requests.</param>
    /// <returns>Whether there was one left.</returns>
    public bool TryTake(long now, int percent)
    {
        var current = SlotOf(now);
        long requests = 0;
        long retries = 0;
        foreach (var slot in _slots)
        {
            if (now - Volatile.Read(ref slot.Second) < Slots)
            {
                requests += Volatile.Read(ref slot.Requests);
                retries += Volatile.Read(ref slot.Retries);
            }
        }

        if (retries >= Floor && (retries + 1) * 100 > requests * percent)
        {
            return false;
        }

        Interlocked.Increment(ref current.Retries);
        return true;
    }

    private Slot SlotOf(long second)
    {
        var slot = _slots[second % Slots];
        var was = Volatile.Read(ref slot.Second);
        if (was != second && Interlocked.CompareExchange(ref slot.Second, second, was) == was)
        {
            Volatile.Write(ref slot.Requests, 0);
            Volatile.Write(ref slot.Retries, 0);
        }

        return slot;
    }

    private sealed class Slot
    {
        public long Second = -Slots;
        public int Requests;
        public int Retries;
    }
}
