using FrontDesk.Admin.V1;
using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>What is known of an edge that has, or had, a stream with a control plane.</summary>
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

    /// <summary>It is too old for what it would be sent, and is kept at what it runs; the error says why.</summary>
    public bool Held { get; init; }

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

    /// <summary>Tells one process of the edge from another.</summary>
    public string BootId { get; init; } = "";

    /// <summary>When that process started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The number of its stream among those of that process; 0: not told.</summary>
    public uint Stream { get; init; }

    /// <summary>The name of the control plane that it has its stream with; empty: this one, or the only one.</summary>
    public string ControlPlane { get; init; } = "";

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

    /// <summary>
    /// Whether this says more of the edge than what another control plane says: of one process, the later stream counts; of two, the one that
    /// has a stream; and of two that have one, a copied identity, the process that started last.
    /// </summary>
    public bool IsNewerThan(LiveEdge other) => (BootId == other.BootId, Connected == other.Connected) switch
    {
        (true, _) when Stream != other.Stream => Stream > other.Stream,
        (true, true) => LastSeen > other.LastSeen,
        (_, false) => Connected,
        _ => Started > other.Started,
    };
}
