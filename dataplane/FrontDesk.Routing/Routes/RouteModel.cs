using FrontDesk.Routing.Compression;
using FrontDesk.Routing.Cors;
using FrontDesk.Routing.Maintenance;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Routes;

/// <summary>A route, compiled.</summary>
public sealed class RouteModel
{
    /// <summary>The route's name.</summary>
    public required string Name { get; init; }

    /// <summary>Services that answer, by weight; empty for a redirect or a fixed answer.</summary>
    public required DestinationModel[] Destinations { get; init; }

    /// <summary>The sum of the destinations' weights; more than 0 where there are destinations.</summary>
    public required int TotalWeight { get; init; }

    /// <summary>Answer with a redirect; null otherwise.</summary>
    public RedirectModel? Redirect { get; init; }

    /// <summary>Answer with a fixed text; null otherwise.</summary>
    public RespondModel? Respond { get; init; }

    /// <summary>Removed from the start of the path, as <see cref="PathView"/> shows it, without a final slash; null for nothing.</summary>
    public string? StripPrefix { get; init; }

    /// <summary>The largest body that a request may have, in bytes; the largest number where there is no limit.</summary>
    public long MaxBody { get; init; } = long.MaxValue;

    /// <summary>Changes to the request's headers; null for none.</summary>
    public HeaderChangesModel? RequestHeaders { get; init; }

    /// <summary>Changes to the answer's headers; null for none.</summary>
    public HeaderChangesModel? ResponseHeaders { get; init; }

    /// <summary>Headers that every answer gets that has none of that name; null for none.</summary>
    public SecurityHeadersModel? SecurityHeaders { get; init; }

    /// <summary>Which sites' scripts may use it; null to leave that to the service.</summary>
    public CorsModel? Cors { get; init; }

    /// <summary>Which answers are compressed; null for none.</summary>
    public CompressionModel? Compression { get; init; }

    /// <summary>The answer while it is closed; null while it is open.</summary>
    public MaintenanceModel? Maintenance { get; init; }

    /// <summary>The name of its access policy; null for none of its own.</summary>
    public string? Access { get; init; }

    /// <summary>Whether the policy of the settings holds for it too.</summary>
    public bool InheritsAccess { get; init; } = true;

    /// <summary>Names of the limits that its requests must keep, in order.</summary>
    public string[] Limits { get; init; } = [];

    /// <summary>What it asks of a request beyond host and path; null for nothing.</summary>
    internal RouteConditions? Conditions { get; init; }

    /// <summary>Hosts, normalised; no two alike.</summary>
    internal string[] Hosts { get; init; } = [];

    /// <summary>Paths; no two alike; at least one.</summary>
    internal PathPattern[] Paths { get; init; } = [];

    /// <summary>Higher ones are tried first among the routes of one host.</summary>
    internal int Priority { get; init; }

    /// <summary>The path that the service sees. The same string, unallocated, where nothing is stripped.</summary>
    /// <param name="path">The path, normalised.</param>
    public string RewritePath(string path) => StripPrefix is null ? path : PathPrefix.Strip(path, StripPrefix);
}

/// <summary>A service's share of a route.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Weight">Its share, 0 to 1000.</param>
public sealed record DestinationModel(string Service, int Weight);

/// <summary>A fixed answer.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, UTF-8.</param>
/// <param name="ContentType">The media type.</param>
public sealed record RespondModel(int Status, byte[] Body, string ContentType);
