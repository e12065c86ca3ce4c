using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>What two endpoints must have in common to share connections.</summary>
/// <param name="Scheme">What is spoken.</param>
/// <param name="Host">Name or address; the path of a Unix domain socket.</param>
/// <param name="Port">The port; 0 for a Unix domain socket.</param>
/// <param name="ConnectTimeout">Until a connection stands.</param>
/// <param name="IdleTimeout">How long a connection is kept without a request.</param>
internal sealed record ConnectionIdentity(EndpointScheme Scheme, string Host, int Port, TimeSpan ConnectTimeout, TimeSpan IdleTimeout)
{
    /// <summary>The identity for an endpoint of a service.</summary>
    public static ConnectionIdentity Of(EndpointModel endpoint, ServiceModel service) =>
        new(endpoint.Scheme, endpoint.Host, endpoint.Port, service.ConnectTimeout, service.IdleTimeout);
}
