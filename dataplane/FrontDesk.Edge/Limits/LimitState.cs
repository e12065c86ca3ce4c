using System.Runtime.CompilerServices;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>
/// What is counted of all limits' keys, for as long as the process runs: revisions come and go, and a limit whose identity is unchanged finds its counts again. A
/// fixed number of pages, made when a key first falls into one, bounds the memory to 35 MiB: 2,097,152 places of 16 bytes. Where
/// more keys than that are alive, those that are nearest to being forgotten anyway make room.
/// </summary>
internal sealed class LimitState(TimeProvider clock)
{
    private const int PageBits = 15;
    private readonly long _origin = clock.GetTimestamp();
    private readonly double _nanoseconds = 1e9 / clock.TimestampFrequency;
    private CountPage?[]? _pages;

    /// <summary>What keys are hashed with.</summary>
    public SipHash.Secret Secret { get; } = SipHash.Secret.Create();

    /// <summary>How many pages were made.</summary>
    public int Pages => _pages?.Count(static page => page is not null) ?? 0;

    /// <summary>A timestamp of the clock as the time that counts go by, in nanoseconds; more than 0.</summary>
    public long TimeOf(long timestamp) => Math.Max(1, clock.TimestampFrequency == 1_000_000_000 ? timestamp - _origin : (long)((timestamp - _origin) * _nanoseconds));

    /// <summary>Counts a request, where the limit admits it.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="key">The key, hashed with <see cref="Secret"/> and the limit's identity.</param>
    /// <param name="now">The time, by <see cref="TimeOf"/>.</param>
    /// <param name="isCounted">Whether a request under way was counted, so that its end must be told.</param>
    public Verdict Take(LimitModel limit, ulong key, long now, out bool isCounted)
    {
        var page = PageOf(key);
        while (true)
        {
            ref var place = ref page.Find(key);
            if (Unsafe.IsNullRef(ref place))
            {
                var first = Count(limit, 0, now, out var state);
                var placing = page.TryAdd(key, state, now);
                if (placing == Placing.Found)
                {
                    continue;
                }

                isCounted = placing == Placing.Added;
                return first;
            }

            var before = Volatile.Read(ref place.State);
            if (before == CountState.Claimed || Volatile.Read(ref place.Key) != key)
            {
                continue;
            }

            var verdict = Count(limit, before, now, out var after);
            isCounted = verdict.IsAdmitted;
            if (!verdict.IsAdmitted || Change(ref place, key, before, after))
            {
                return verdict;
            }
        }
    }

    /// <summary>Tells that a request that was under way is over.</summary>
    public void End(ulong key)
    {
        var page = PageOf(key);
        while (true)
        {
            // It is there: no place of a request under way is given away.
            ref var place = ref page.Find(key);
            var before = Volatile.Read(ref place.State);
            if (Interlocked.CompareExchange(ref place.State, before - 1, before) == before)
            {
                return;
            }
        }
    }

    private static Verdict Count(LimitModel limit, ulong state, long now, out ulong after) => limit.Method switch
    {
        LimitMethod.TokenBucket => TokenBucket.Take(limit, state, now, out after),
        LimitMethod.SlidingWindow => SlidingWindow.Take(limit, state, now, out after),
        _ => UnderWay.Begin(limit, state, out after),
    };

    /// <summary>
    /// Changes a state, unless another did. A place that was empty of requests may have become another key's and empty again in between, which
    /// the state does not show: then the count is given back.
    /// </summary>
    private static bool Change(ref CountPage.Place place, ulong key, ulong before, ulong after)
    {
        if (Interlocked.CompareExchange(ref place.State, after, before) != before)
        {
            return false;
        }

        if (Volatile.Read(ref place.Key) == key)
        {
            return true;
        }

        Interlocked.Decrement(ref place.State);
        return false;
    }

    private CountPage PageOf(ulong key)
    {
        var pages = _pages ?? MakePages();
        ref var page = ref pages[key >> (64 - PageBits)];
        return Volatile.Read(ref page) ?? MakePage(ref page);
    }

    private CountPage?[] MakePages() => Interlocked.CompareExchange(ref _pages, new CountPage?[1 << PageBits], null) ?? _pages;

    private static CountPage MakePage(ref CountPage? page) => Interlocked.CompareExchange(ref page, new CountPage(), null) ?? page;
}
