using System.Net;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Relay;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>How a control plane runs. Defaults are those of the command line.</summary>
internal sealed record ControlPlaneOptions
{
    /// <summary>Its own directory: master key, authority's certificate, admin token, embedded store.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>`embedded`, or the address of a Redis.</summary>
    public string Store { get; init; } = "embedded";

    /// <summary>The Redis password, where the address has none.</summary>
    public string? StorePassword { get; init; }

    /// <summary>Where operators connect. Port 0: any free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 7400);

    /// <summary>Where edges connect. Port 0: any free one.</summary>
    public IPEndPoint EdgeListen { get; init; } = new(IPAddress.Loopback, 7401);

    /// <summary>Names and addresses that its certificate is for, besides localhost, 127.0.0.1, ::1, the host's name and where it listens.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The file with the master key. Null: `master.key` in the data directory.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>How many revisions the history keeps at least. 1 to 100,000.</summary>
    public int KeepRevisions { get; init; } = 1000;

    /// <summary>A file of `frontdesk store backup` to restore into a store without history; left alone where there is one. Null: none.</summary>
    public string? RestoreFile { get; init; }

    /// <summary>How edges are served.</summary>
    public PublishingOptions Publishing { get; init; } = new();

    /// <summary>What others call it: its first name, or the host's, and the port that edges use.</summary>
    public string Name => $"{(Names.Count > 0 ? Names[0] : Environment.MachineName)}:{EdgeListen.Port}";

    /// <summary>How long the audit log is kept.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>How it tells others over the same Redis of its edges.</summary>
    public RelayOptions Relay { get; init; } = new();
}
