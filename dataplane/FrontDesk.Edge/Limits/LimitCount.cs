using FrontDesk.Edge.V1;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>What is counted of one key within a second, by many threads at once.</summary>
/// <param name="limit">The limit.</param>
/// <param name="hash">The key's hash.</param>
/// <param name="key">The key for people.</param>
internal sealed class LimitCount(string limit, ulong hash, string key)
{
    private long _admitted;
    private long _refused;
    private int _strength;
    private int _remaining;
    private int _capacity = 1;

    /// <summary>The key's hash.</summary>
    public ulong Hash => hash;

    /// <summary>Counts a request.</summary>
    public void Add(LimitModel model, in Verdict verdict)
    {
        Interlocked.Increment(ref (verdict.IsAdmitted ? ref _admitted : ref _refused));
        Interlocked.Increment(ref _strength);
        Volatile.Write(ref _remaining, verdict.Remaining);
        Volatile.Write(ref _capacity, Math.Max(1, model.Method == LimitMethod.TokenBucket ? model.Burst : model.Count));
    }

    /// <summary>Another key wants the place.</summary>
    /// <returns>Whether nothing is left of this one.</returns>
    public bool Weaken() => Interlocked.Decrement(ref _strength) <= 0;

    /// <summary>What is told of it.</summary>
    public LimitUse ToUse() => new()
    {
        Limit = limit,
        Key = key,
        Admitted = (ulong)Interlocked.Read(ref _admitted),
        Refused = (ulong)Interlocked.Read(ref _refused),
        Used = Math.Clamp(1 - ((double)Volatile.Read(ref _remaining) / Volatile.Read(ref _capacity)), 0, 1),
    };
}
