using System.Net;
using System.Net.Sockets;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>What two endpoints must have in common to share connections.</summary>
/// <param name="Scheme">What is spoken.</param>
/// <param name="Host">Name or address; the path of a Unix domain socket.</param>
/// <param name="Address">Where the connection goes; null for a Unix domain socket. The host is what is asked for there.</param>
/// <param name="Port">The port; 0 for a Unix domain socket.</param>
/// <param name="ConnectTimeout">Until a connection stands.</param>
/// <param name="IdleTimeout">How long a connection is kept without a request.</param>
/// <param name="Tls">How the other end proves who it is; null where nothing special is asked for.</param>
internal sealed record ConnectionIdentity(EndpointScheme Scheme, string Host, IPAddress? Address, int Port, TimeSpan ConnectTimeout, TimeSpan IdleTimeout, ServiceTlsModel? Tls)
{
    /// <summary>Where connections are made to.</summary>
    public EndPoint Target => Address is null ? new UnixDomainSocketEndPoint(Host) : new IPEndPoint(Address, Port);

    /// <summary>The identity for an endpoint of a service at one of its addresses.</summary>
    public static ConnectionIdentity Of(EndpointModel endpoint, IPAddress? address, ServiceModel service) =>
        new(endpoint.Scheme, endpoint.Host, address, endpoint.Port, service.ConnectTimeout, service.IdleTimeout, endpoint.Scheme == EndpointScheme.Https ? service.Tls : null);
}
