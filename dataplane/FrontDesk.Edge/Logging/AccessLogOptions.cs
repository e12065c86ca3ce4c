namespace FrontDesk.Edge.Logging;

/// <summary>Where the line per request goes.</summary>
internal sealed record AccessLogOptions
{
    /// <summary>The file, or a pipe; `-` (or `/dev/stdout`) for standard output. Default `-`.</summary>
    public string Path { get; init; } = "-";

    /// <summary>The size at which a file is put aside, in bytes. At least 4 KiB, default 100 MiB. Not for standard output.</summary>
    public long MaxBytes { get; init; } = 100L << 20;

    /// <summary>How many files that were put aside are kept: `PATH.1` (the newest) to `PATH.N`. Default 5; 0 keeps none.</summary>
    public int MaxFiles { get; init; } = 5;

    /// <summary>How many lines may wait to be written; more are dropped and counted. Default 65,536.</summary>
    public int Capacity { get; init; } = 65_536;

    /// <summary>How long the end of the edge waits, at the very last, for lines that are being written. Default 5 s.</summary>
    public TimeSpan LastWait { get; init; } = TimeSpan.FromSeconds(5);
}
