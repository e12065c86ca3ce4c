using System.Net;
using FrontDesk.Config.V1;

namespace FrontDesk.Edge.Listeners;

/// <summary>What is told about listeners: events 2200 to 2299.</summary>
internal static partial class ListenersLog
{
    [LoggerMessage(2200, LogLevel.Information, "Listener '{Name}' accepts {Protocol} on {Address}, port {Port}.")]
    public static partial void Started(this ILogger logger, string name, Protocol protocol, string address, int port);

    [LoggerMessage(2201, LogLevel.Information, "Listener '{Name}' accepts no more connections on port {Port} and drains those it has.")]
    public static partial void Stopped(this ILogger logger, string name, int port);

    [LoggerMessage(2202, LogLevel.Debug, "Listener '{Name}' closed a connection of the balancer {Balancer}: {Reason}")]
    public static partial void ProxyHeaderRefused(this ILogger logger, string name, EndPoint? balancer, string reason);
}
