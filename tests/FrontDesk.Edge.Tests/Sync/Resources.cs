using FrontDesk.Config.V1;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>Resources as tests write them.</summary>
internal static class Resources
{
    public static Resource Plain(string name, int port) => new()
    {
        Name = name,
        Listener = new ListenerConfig { Bind = $":{port}", Protocol = Protocol.Http },
    };

    public static Resource Tls(string name, int port) => new()
    {
        Name = name,
        Listener = new ListenerConfig { Bind = $":{port}", Protocol = Protocol.Https },
    };

    public static Resource Answer(string name, string host, string body) => new()
    {
        Name = name,
        Route = new RouteConfig { Hosts = { host }, Respond = new Respond { Status = 200, Body = body } },
    };

    public static Resource Forward(string name, string host, string service) => new()
    {
        Name = name,
        Route = new RouteConfig { Hosts = { host }, To = { new Destination { Service = service } } },
    };

    public static Resource Service(string name, string url) => new()
    {
        Name = name,
        Service = new ServiceConfig { Endpoints = { new Config.V1.Endpoint { Url = url } } },
    };

    public static Resource Certificate(string name, params string[] names) => new()
    {
        Name = name,
        Certificate = new CertificateConfig { Names = { names }, Internal = new InternalIssuer() },
    };
}
