using FrontDesk.Routing.Matching;

namespace FrontDesk.Routing.Tests;

/// <summary>A request to match.</summary>
internal readonly record struct Facts(string Host, string Path, string Method = "GET") : IRequestFacts
{
    public (string Name, string Value)[] Headers { get; init; } = [];

    public (string Name, string Value)[] Query { get; init; } = [];

    public bool HeaderHolds(string name, ValueCondition condition) => Holds(Headers, name, StringComparison.OrdinalIgnoreCase, condition);

    public bool QueryHolds(string name, ValueCondition condition) => Holds(Query, name, StringComparison.Ordinal, condition);

    private static bool Holds((string Name, string Value)[] pairs, string name, StringComparison comparison, ValueCondition condition)
    {
        var values = pairs.Where(pair => pair.Name.Equals(name, comparison)).ToArray();
        return values.Length == 0 ? condition.HoldsForAbsent : values.Any(pair => condition.HoldsFor(pair.Value));
    }
}
