using System.Globalization;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Health;
using FrontDesk.Routing.Maintenance;
using FrontDesk.Routing.Retries;

namespace FrontDesk.Routing.Services;

/// <summary>A service, compiled.</summary>
public sealed class ServiceModel
{
    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its endpoints, in the order written; no two alike.</summary>
    public required EndpointModel[] Endpoints { get; init; }

    /// <summary>How an endpoint is chosen; never unspecified.</summary>
    public required Balance Balance { get; init; }

    /// <summary>Until the connection stands.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>Until the answer's headers are there.</summary>
    public required TimeSpan FirstByteTimeout { get; init; }

    /// <summary>Without a byte in either direction.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Without a byte in either direction on an upgraded connection.</summary>
    public required TimeSpan TunnelTimeout { get; init; }

    /// <summary>Which Host the service sees.</summary>
    public required HostMode HostMode { get; init; }

    /// <summary>The Host that the service sees, for <see cref="HostMode.Fixed"/>.</summary>
    public string? FixedHost { get; init; }

    /// <summary>How the health of its endpoints is found out; null where it is not.</summary>
    public HealthModel? Health { get; init; }

    /// <summary>When a request is sent again; null where none is.</summary>
    public RetriesModel? Retries { get; init; }

    /// <summary>What of a request decides which endpoint it goes to; null where nothing does.</summary>
    public HashModel? Hash { get; init; }

    /// <summary>How much each endpoint is given at once; null where there is no limit.</summary>
    public ConnectionLimitsModel? Connections { get; init; }

    /// <summary>How its endpoints prove who they are; null where nothing special is asked for.</summary>
    public ServiceTlsModel? Tls { get; init; }

    /// <summary>The answer while it is closed; null while it is open.</summary>
    public MaintenanceModel? Maintenance { get; init; }
}

/// <summary>Which Host the service sees.</summary>
public enum HostMode
{
    /// <summary>The client's.</summary>
    Preserve,

    /// <summary>The endpoint's own.</summary>
    Endpoint,

    /// <summary>A name that is configured.</summary>
    Fixed,
}

/// <summary>How an endpoint is spoken to.</summary>
public enum EndpointScheme
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>HTTP/1.1 or HTTP/2 over TLS, by ALPN.</summary>
    Https,

    /// <summary>HTTP/2 without TLS.</summary>
    H2c,

    /// <summary>HTTP/1.1 over a Unix domain socket.</summary>
    Unix,
}

/// <summary>An endpoint, compiled.</summary>
/// <param name="Url">The URL as written: the endpoint's identity within its service.</param>
/// <param name="Scheme">How it is spoken to.</param>
/// <param name="Host">Host name or address, without brackets; the socket's path for <see cref="EndpointScheme.Unix"/>.</param>
/// <param name="Port">1 to 65535; 0 for <see cref="EndpointScheme.Unix"/>.</param>
/// <param name="BasePath">Put before the request's path; empty for nothing, else with a leading and without a final slash.</param>
/// <param name="Weight">Its share, 0 to 1000.</param>
public sealed record EndpointModel(string Url, EndpointScheme Scheme, string Host, int Port, string BasePath, int Weight)
{
    /// <summary>The Host by its URL: IPv6 addresses in brackets, the port unless it is the scheme's own; `localhost` for a socket.</summary>
    public string Authority
    {
        get
        {
            var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
            var isDefaultPort = Port == (Scheme == EndpointScheme.Https ? 443 : 80);
            return Scheme == EndpointScheme.Unix ? "localhost" : isDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
        }
    }
}
