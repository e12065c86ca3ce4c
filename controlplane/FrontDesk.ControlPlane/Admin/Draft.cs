using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Certificates;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>A change worked out on one state: what it does, and what is wrong with it. Nothing is stored yet.</summary>
internal sealed record Draft
{
    /// <summary>The state that it was made from.</summary>
    public required DeskState Base { get; init; }

    /// <summary>The state with the change made.</summary>
    public required DeskState After { get; init; }

    /// <summary>What changes, without what stays the same.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    /// <summary>The same for people, by kind and name.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>What is wrong.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Certificates with their keys that have to be stored before the change.</summary>
    public required IReadOnlyList<SentPair> Pairs { get; init; }

    /// <summary>Groups of edges that it touches; null: all of them.</summary>
    public required IReadOnlySet<string>? Groups { get; init; }

    /// <summary>Edges that are too old for it, and stay at what they run.</summary>
    public IReadOnlySet<string> Behind { get; init; } = new HashSet<string>();

    /// <summary>Whether it must not be made.</summary>
    public bool IsRejected => Problems.Any(problem => problem.Severity == Severity.Error);

    /// <summary>How many resources it adds, changes or deletes.</summary>
    public int Count(Config.V1.Action action) => Differences.Count(difference => difference.Action == action);
}
