using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>
/// The generic cell rate algorithm: a bucket of tokens is told by one number, the time at which it is full again. A request moves that time on by
/// the interval of one token, and is let through where this leaves it within a whole bucket from now.
/// </summary>
internal static class TokenBucket
{
    /// <summary>Takes a token.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="state">When the bucket is full again; 0 for a full one.</param>
    /// <param name="now">The time.</param>
    /// <param name="after">The state afterwards, where the request is admitted.</param>
    public static Verdict Take(LimitModel limit, ulong state, long now, out ulong after)
    {
        var capacity = limit.Interval * limit.Burst;
        var full = Math.Max((long)state, now) + limit.Interval;
        var over = full - now - capacity;
        after = (ulong)full;
        return over > 0
            ? new(false, 0, over, full - limit.Interval - now)
            : new(true, (int)(-over / limit.Interval), 0, full - now);
    }
}
