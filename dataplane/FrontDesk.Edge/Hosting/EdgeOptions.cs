using System.Net;

namespace FrontDesk.Edge.Hosting;

/// <summary>How this edge was started: the flags, or their counterparts in the environment.</summary>
internal sealed record EdgeOptions
{
    /// <summary>Control planes, in any order (see ControlPlaneOrder); at least one, all https.</summary>
    public required IReadOnlyList<Uri> ControlPlanes { get; init; }

    /// <summary>Where identity, state key and last-known-good configuration are kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The name wished for at enrolment; an edge that is enrolled keeps the one it has.</summary>
    public required string Name { get; init; }

    /// <summary>The join token; null where none was given. A secret: never printed.</summary>
    public string? JoinToken { get; init; }

    /// <summary>The group wished for at enrolment; empty for the join token's.</summary>
    public string Group { get; init; } = "";

    /// <summary>Where listeners bind that name only a port; null for all addresses.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>Where /healthz, /readyz and /metrics are. Default 127.0.0.1:7402.</summary>
    public IPEndPoint Status { get; init; } = new(IPAddress.Loopback, 7402);

    /// <summary>Serves the status address to anyone and without TLS, also beyond loopback.</summary>
    public bool StatusOpen { get; init; }

    /// <summary>The bearer token that the status address asks for; null for none. A secret: never printed.</summary>
    public string? StatusToken { get; init; }

    /// <summary>A PEM file of authorities whose clients the status address serves without a token; null for none.</summary>
    public string? StatusClientAuthorityFile { get; init; }

    /// <summary>The file that holds the state key; null for `state.key` in the data directory.</summary>
    public string? StateKeyFile { get; init; }

    /// <summary>How long running requests may take after SIGTERM, or after their listener went. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the access log goes: a file, or `-` for standard output. Default `-`.</summary>
    public string AccessLog { get; init; } = "-";
}
