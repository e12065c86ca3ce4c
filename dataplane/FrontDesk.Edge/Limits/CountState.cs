namespace FrontDesk.Edge.Limits;

/// <summary>
/// The 64 bits that are all that is known of a key. The upper two say of which form they are: a token bucket's (the time at which the bucket is
/// full again), a number of requests under way, or a sliding window's; the fourth form marks a place that is being taken.
/// Times are nanoseconds of the monotonic clock since the process began to count. 0 is a key of which nothing is known.
/// </summary>
internal static class CountState
{
    /// <summary>The place is being given to another key; whoever sees it looks again.</summary>
    public const ulong Claimed = 3UL << 62;

    /// <summary>The form of requests under way.</summary>
    public const ulong Concurrent = 1UL << 62;

    /// <summary>The form of sliding windows.</summary>
    public const ulong Window = 2UL << 62;

    private const ulong Form = 3UL << 62;

    /// <summary>When the state says nothing any more, so that forgetting it changes nothing; far in the future for requests under way.</summary>
    public static long ExpiryOf(ulong state) => (state & Form) switch
    {
        0 => (long)state,
        Concurrent => (state & ~Form) == 0 ? 0 : long.MaxValue,
        Window => SlidingWindow.ExpiryOf(state),
        _ => long.MaxValue,
    };
}
