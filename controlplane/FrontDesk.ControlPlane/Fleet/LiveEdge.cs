using FrontDesk.Admin.V1;
using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>What is known of an edge that has, or had, a stream here.</summary>
internal sealed record LiveEdge
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its group.</summary>
    public required string Group { get; init; }

    /// <summary>Whether it has a stream now.</summary>
    public bool Connected { get; init; }

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The address it connects from.</summary>
    public string Address { get; init; } = "";

    /// <summary>What it says it runs.</summary>
    public Position Applied { get; init; } = new();

    /// <summary>The revision that it shall run.</summary>
    public uint Target { get; init; }

    /// <summary>The revision that it refused last; 0 where it acknowledged one since.</summary>
    public uint Refused { get; init; }

    /// <summary>The last error; empty where it acknowledged a revision since.</summary>
    public string Error { get; init; } = "";

    /// <summary>Its digest is wrong even after a snapshot, or it is ahead of all that is known here.</summary>
    public bool Diverged { get; init; }

    /// <summary>When it last acknowledged or refused an update; null: not on this stream.</summary>
    public DateTimeOffset? Answered { get; init; }

    /// <summary>What does not work there.</summary>
    public IReadOnlyList<Degraded> Degraded { get; init; } = [];

    /// <summary>When another process with the same identity was last turned away; null: never.</summary>
    public DateTimeOffset? Copied { get; init; }

    /// <summary>An operator keeps it out of traffic, as its node's record says.</summary>
    public bool Drained { get; init; }

    /// <summary>When it was last heard of.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Since when it is in its state.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>How it is.</summary>
    public EdgeState State => this switch
    {
        { Connected: false } => EdgeState.Offline,
        { Diverged: true } => EdgeState.Diverged,
        { Refused: > 0 } => EdgeState.Refused,
        _ when Applied.Revision < Target => EdgeState.Behind,
        { Degraded.Count: > 0 } => EdgeState.Degraded,
        _ => EdgeState.InSync,
    };
}
