using FrontDesk.Config.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>Resources as tests need them.</summary>
internal static class Given
{
    /// <summary>A service of this name with these endpoints.</summary>
    public static Resource Service(string name, params string[] urls)
    {
        var service = new Resource { Name = name, Service = new ServiceConfig { Timeouts = new Timeouts() } };
        service.Service.Endpoints.Add(urls.Select(url => new Endpoint { Url = url }));
        return service;
    }

    /// <summary>The same service with time limits; null keeps a default.</summary>
    public static Resource With(this Resource service, TimeSpan? connect = null, TimeSpan? firstByte = null, TimeSpan? idle = null, TimeSpan? tunnel = null)
    {
        var timeouts = service.Service.Timeouts;
        timeouts.Connect = connect is { } c ? Duration.FromTimeSpan(c) : timeouts.Connect;
        timeouts.FirstByte = firstByte is { } f ? Duration.FromTimeSpan(f) : timeouts.FirstByte;
        timeouts.Idle = idle is { } i ? Duration.FromTimeSpan(i) : timeouts.Idle;
        timeouts.Tunnel = tunnel is { } t ? Duration.FromTimeSpan(t) : timeouts.Tunnel;
        return service;
    }

    /// <summary>A route for every host to a service.</summary>
    public static Resource Route(string name, string service) => Route(name, route => route.To.Add(new Destination { Service = service }));

    /// <summary>A route for every host, changed as said.</summary>
    public static Resource Route(string name, Action<RouteConfig> change)
    {
        var route = new RouteConfig { Hosts = { "*" } };
        change(route);
        return new Resource { Name = name, Route = route };
    }

    /// <summary>Settings that trust these proxies.</summary>
    public static Resource Trusting(params string[] proxies) => new() { Name = "settings", Settings = new SettingsConfig { TrustedProxies = { proxies } } };
}
