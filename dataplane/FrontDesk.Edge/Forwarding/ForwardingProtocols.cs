using System.Net;
using FrontDesk.Routing.Services;
using Yarp.ReverseProxy.Forwarder;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Which HTTP version is spoken to which kind of endpoint. Time limits are ours (see <see cref="Deadline"/>), the forwarder's is off.</summary>
internal static class ForwardingProtocols
{
    private static readonly ForwarderRequestConfig Http1 = Config(HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
    private static readonly ForwarderRequestConfig ByAlpn = Config(HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
    private static readonly ForwarderRequestConfig PriorKnowledge = Config(HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

    /// <summary>The version for a scheme. Plain HTTP is pinned to 1.1: nothing could negotiate another.</summary>
    public static ForwarderRequestConfig For(EndpointScheme scheme) => scheme switch
    {
        EndpointScheme.Https => ByAlpn,
        EndpointScheme.H2c => PriorKnowledge,
        _ => Http1,
    };

    private static ForwarderRequestConfig Config(Version version, HttpVersionPolicy policy) =>
        new() { Version = version, VersionPolicy = policy, ActivityTimeout = Timeout.InfiniteTimeSpan };
}
