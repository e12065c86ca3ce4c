using FrontDesk.Config.V1;
using FrontDesk.Edge.Limits;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Tests.Limits;

/// <summary>Limits and counts as tests need them.</summary>
internal static class Counted
{
    public const long Second = 1_000_000_000;

    /// <summary>A compiled limit.</summary>
    public static LimitModel Limit(LimitConfig config)
    {
        var result = SnapshotModel.Empty.Apply([new ResourceChange(Kind.Limit, "l", new Resource { Name = "l", Limit = config })]);
        Assert.Empty(result.Problems);
        return result.Model.Limits.TryGetValue("l", out var limit) ? limit : throw new InvalidOperationException("There is no limit.");
    }

    /// <summary>Whether a request of this key is admitted at a time.</summary>
    public static bool Admits(this LimitState state, LimitModel limit, ulong key, long now) => state.Take(limit, key, now, out _).IsAdmitted;

    /// <summary>A key whose bits are spread as a hash's are.</summary>
    public static ulong Key(ulong number)
    {
        var hash = SipHash.Begin(new SipHash.Secret(1, 2));
        hash.Add(number);
        return hash.Finish();
    }
}
