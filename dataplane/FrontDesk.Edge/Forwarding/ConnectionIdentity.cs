using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>What two endpoints must have in common to share a handler; within it, connections are pooled by scheme, host and port.</summary>
/// <param name="ConnectTimeout">Until a connection stands.</param>
/// <param name="IsTls">Whether the edge speaks TLS itself, with the endpoint's own name.</param>
/// <param name="Socket">The path of the Unix domain socket; null for TCP.</param>
internal sealed record ConnectionIdentity(TimeSpan ConnectTimeout, bool IsTls, string? Socket)
{
    /// <summary>The identity for an endpoint.</summary>
    public static ConnectionIdentity Of(EndpointModel endpoint, TimeSpan connectTimeout) =>
        new(connectTimeout, endpoint.Scheme == EndpointScheme.Https, endpoint.Scheme == EndpointScheme.Unix ? endpoint.Host : null);
}
