using FrontDesk.Config.V1;

namespace FrontDesk.Configuration;

/// <summary>Which groups of edges something comes to: none, some or all of them. A value; the default is none.</summary>
internal readonly struct Reach
{
    private readonly SortedSet<string>? _groups;

    private Reach(SortedSet<string>? groups, bool isEverywhere) => (_groups, IsEverywhere) = (groups, isEverywhere);

    /// <summary>It comes to all groups, also to those that are not known yet.</summary>
    public bool IsEverywhere { get; }

    /// <summary>It comes nowhere.</summary>
    public bool IsEmpty => !IsEverywhere && _groups is null or { Count: 0 };

    /// <summary>The groups by name; none where it is everywhere or nowhere.</summary>
    public IEnumerable<string> Groups => IsEverywhere ? [] : _groups ?? [];

    /// <summary>Where a resource comes to.</summary>
    public static Reach Of(Resource resource) => resource.Groups.Count == 0 ? new(null, true) : new(new SortedSet<string>(resource.Groups, StringComparer.Ordinal), false);

    /// <summary>Where either comes to.</summary>
    public Reach With(Reach other) => IsEverywhere || other.IsEverywhere
        ? new(null, true)
        : new(new SortedSet<string>(Groups.Concat(other.Groups), StringComparer.Ordinal), false);

    /// <summary>Where this comes to and the other does not. What is everywhere stays so unless the other is everywhere too.</summary>
    public Reach Without(Reach other) => other.IsEverywhere ? default
        : IsEverywhere ? this
        : new(new SortedSet<string>(Groups.Except(other.Groups), StringComparer.Ordinal), false);

    /// <summary>Whether all that receive this also receive the other.</summary>
    public bool IsWithin(Reach other) => Without(other).IsEmpty;

    /// <summary>Whether some group receives both.</summary>
    public bool Overlaps(Reach other) => !IsEmpty && !other.IsEmpty && (IsEverywhere || other.IsEverywhere || Groups.Intersect(other.Groups).Any());
}
