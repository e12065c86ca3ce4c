namespace FrontDesk.ControlPlane.Publishing;

/// <summary>How edges are served.</summary>
internal sealed record PublishingOptions
{
    /// <summary>How often each side says that it lives. 1 s to 60 s, default 5 s.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After so many beats without a word, or with a message that the edge does not take, its stream is ended.</summary>
    public int MissedBeats { get; init; } = 3;

    /// <summary>How many snapshots are sent at the same time. Default 16.</summary>
    public int SnapshotsAtOnce { get; init; } = 16;

    /// <summary>How long one snapshot may take, so that slow edges cannot keep others waiting for theirs. Default 2 min.</summary>
    public TimeSpan SnapshotTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A part of a snapshot holds resources up to this many bytes, or a single larger one. Default 1 MiB.</summary>
    public int ChunkBytes { get; init; } = 1 << 20;

    /// <summary>A snapshot of up to this many bytes of resources is built once for all edges, and held until the next revision; at most four. Default 8 MiB.</summary>
    public int SharedSnapshotBytes { get; init; } = 8 << 20;

    /// <summary>A delta of more bytes is sent as a snapshot, which comes in parts. Default 2 MiB, below gRPC's limit of 4.</summary>
    public int DeltaBytes { get; init; } = 2 << 20;

    /// <summary>How long to wait for edges to take their goodbye when the control plane stops. Default 3 s.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an edge that was told goodbye may take to close its stream, before it is closed under it. Default 1 s.</summary>
    public TimeSpan HangUpTime { get; init; } = TimeSpan.FromSeconds(1);
}
