using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>
/// The heaviest keys of limits within a second, in a fixed number of places and without a lock: each key has one place by its hash. Another key that comes to a taken place
/// weakens who is there, and takes over when nothing is left: so what comes often stays, and what comes once goes by. Only a key that gets a place is spelled out,
/// and only so many of them in a second: a flood of different keys costs a request no more than a subtraction.
/// </summary>
internal sealed class LimitRecorder
{
    /// <summary>How many keys can be followed at once.</summary>
    public const int Places = 1024;

    /// <summary>How many keys a report has.</summary>
    public const int Reported = 200;

    private const int MostSpelled = 2 * Places;

    private readonly LimitCount?[] _places = new LimitCount?[Places];
    private int _spelled;
    private long _unfollowed;

    /// <summary>Notes what a limit said of a request.</summary>
    public void Note(LimitModel limit, ulong key, HttpContext context, Exchange exchange, in Verdict verdict)
    {
        ref var place = ref _places[key & (Places - 1)];
        var there = Volatile.Read(ref place);
        if (there is not null && there.Hash == key)
        {
            there.Add(limit, verdict);
            return;
        }

        if ((there is not null && !there.Weaken()) || Interlocked.Increment(ref _spelled) > MostSpelled)
        {
            Interlocked.Increment(ref _unfollowed);
            return;
        }

        var mine = new LimitCount(limit.Name, key, LimitKeyText.Of(limit, context, exchange));
        mine.Add(limit, verdict);
        if (Interlocked.CompareExchange(ref place, mine, there) != there)
        {
            Interlocked.Increment(ref _unfollowed);
        }
    }

    /// <summary>What is to be told of it: keys with refusals first, then by use.</summary>
    public WatchReport Report()
    {
        var uses = _places.OfType<LimitCount>().Select(static count => count.ToUse())
            .OrderByDescending(static use => use.Refused).ThenByDescending(static use => use.Used).Take(Reported);
        return new WatchReport { Limits = { uses }, Unfollowed = (ulong)Interlocked.Read(ref _unfollowed) };
    }
}
