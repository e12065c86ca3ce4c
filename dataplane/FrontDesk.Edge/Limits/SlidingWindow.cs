using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>
/// A window that slides with time, told by two counts: those of the current and of the last whole period, of which the last weighs as much as the
/// sliding window still overlaps it. The state is the end of the period after the current one in seconds (28 bits, more than eight years of one process), the last
/// count and the current one (17 bits each).
/// </summary>
internal static class SlidingWindow
{
    private const long Second = 1_000_000_000;
    private const long Microsecond = 1_000;
    private const int CountBits = 17;
    private const ulong CountMask = (1 << CountBits) - 1;
    private const ulong SecondMask = (1 << 28) - 1;

    /// <summary>When both counts weigh nothing, in nanoseconds.</summary>
    public static long ExpiryOf(ulong state) => ExpirySecondOf(state) * Second;

    /// <summary>Counts a request.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="state">The counts; 0 for none.</param>
    /// <param name="now">The time.</param>
    /// <param name="after">The state afterwards, where the request is admitted.</param>
    public static Verdict Take(LimitModel limit, ulong state, long now, out ulong after)
    {
        long period = limit.Period;
        var index = now / Second / period;
        long last = 0;
        long current = 0;
        if (state != 0)
        {
            var known = (ExpirySecondOf(state) / period) - 2;
            // Another thread's clock reading may be a little ahead of this one's.
            index = Math.Max(index, known);
            last = known == index ? (long)((state >> CountBits) & CountMask) : known == index - 1 ? (long)(state & CountMask) : 0;
            current = known == index ? (long)(state & CountMask) : 0;
        }

        // In microseconds, so that a day times the highest count fits.
        var length = period * (Second / Microsecond);
        var elapsed = Math.Max(0, (now - (index * period * Second)) / Microsecond);
        var counted = current + (((last * (length - elapsed)) + length - 1) / length);
        var reset = (length - elapsed) * Microsecond;
        after = 0;
        if (counted >= limit.Count)
        {
            return new(false, 0, WaitOf(limit.Count, last, current, length, elapsed) * Microsecond, reset);
        }

        after = CountState.Window | ((ulong)((index + 2) * period) << (2 * CountBits)) | ((ulong)last << CountBits) | (ulong)(current + 1);
        return new(true, (int)(limit.Count - counted - 1), 0, reset);
    }

    private static long ExpirySecondOf(ulong state) => (long)((state >> (2 * CountBits)) & SecondMask);

    /// <summary>Until the weight of the last count leaves room for one: in this period, or, where the current count fills it, in the next.</summary>
    private static long WaitOf(long count, long last, long current, long length, long elapsed)
    {
        if (current < count && last > 0)
        {
            return Math.Max(1, length - ((count - current - 1) * length / last) - elapsed);
        }

        return length - elapsed + (length - ((count - 1) * length / current));
    }
}
