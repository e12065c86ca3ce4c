using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>Counts requests that are under way.</summary>
internal static class UnderWay
{
    private const long Second = 1_000_000_000;

    /// <summary>Counts one that begins.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="state">How many there are; 0 for none.</param>
    /// <param name="after">The state afterwards, where the request is admitted.</param>
    public static Verdict Begin(LimitModel limit, ulong state, out ulong after)
    {
        var count = (int)(state & int.MaxValue);
        after = CountState.Concurrent | (uint)(count + 1);
        // When one ends is not known: a second is the least that Retry-After can say.
        return count >= limit.Count ? new(false, 0, Second, Second) : new(true, limit.Count - count - 1, 0, Second);
    }
}
