using System.Net;
using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Listeners;

/// <summary>A listener, compiled. Two with equal values are the same listener.</summary>
/// <param name="Name">The listener's name.</param>
/// <param name="Address">Where it binds; null for the edge's own bind address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Protocol">What is spoken; never unspecified.</param>
/// <param name="RedirectPort">The https port that every request is sent to; 0 for no redirect.</param>
/// <param name="RedirectStatus">The redirect's status.</param>
public sealed record ListenerModel(string Name, IPAddress? Address, int Port, Protocol Protocol, int RedirectPort, int RedirectStatus)
{
    /// <summary>The balancers whose connections begin with a PROXY header; null where none do.</summary>
    public ProxySources? Proxies { get; init; }
}
