using FrontDesk.ControlPlane.Leases;

namespace FrontDesk.ControlPlane.Store;

/// <summary>Where the desk is stored and how much of its history is kept.</summary>
internal sealed record StoreOptions
{
    /// <summary>`embedded`, or the address of a Redis: `redis://[user[:password]@]host[:port][/database][?…]`, `rediss://` for TLS. See docs/store.md.</summary>
    public string Store { get; init; } = "embedded";

    /// <summary>What this control plane is called in the audit log: a host, and the port that edges use. Default: the host's name.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>The control plane's own directory; made where it is missing. The embedded store lives in `store/` below it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The Redis password, where it stands in no address. Null: none, or the one in the address.</summary>
    public string? Password { get; init; }

    /// <summary>The file with the master key. Null: `master.key` in the data directory, made at the first start.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>How many revisions the history keeps at least. 1 to 100,000, default 1,000.</summary>
    public int KeepRevisions { get; init; } = 1_000;

    /// <summary>How often the head is read, so that a lost hint delays nothing longer. 10 ms to 1 s, default 500 ms.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the store may take for one answer. Default 5 s.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a control plane keeps work that it does for all.</summary>
    public LeaseOptions Leases { get; init; } = new();

    /// <summary>How much the embedded store may take.</summary>
    public EmbeddedStoreLimits EmbeddedLimits { get; init; } = new();

    /// <summary>Whether the store is in this process.</summary>
    public bool IsEmbedded => Store == "embedded";

    /// <summary>A file of `frontdesk store backup` that is restored before anything else, where the store has no history; else it is left alone. Null: none.</summary>
    public string? RestoreFile { get; init; }

    /// <summary>For tests that end the control plane between two writes. Null: none.</summary>
    public StepHook? Step { get; init; }
}
