using FrontDesk.Config.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests;

/// <summary>Short ways to write configuration.</summary>
internal static class Configs
{
    public static ResourceChange Route(string name, string host, string path = "", string to = "api", Action<RouteConfig>? more = null)
    {
        var route = new RouteConfig();
        route.Hosts.Add(host.Split(' '));
        route.Paths.Add(path.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (to.Length > 0)
        {
            route.To.Add(new Destination { Service = to });
        }

        more?.Invoke(route);
        return new(Kind.Route, name, new Resource { Name = name, Route = route });
    }

    public static ResourceChange Service(string name, params string[] urls)
    {
        var service = new ServiceConfig();
        service.Endpoints.Add((urls.Length == 0 ? ["http://127.0.0.1:9000"] : urls).Select(url => new Endpoint { Url = url }));
        return new(Kind.Service, name, new Resource { Name = name, Service = service });
    }

    public static ResourceChange Certificate(string name, uint version, params string[] names)
    {
        var certificate = new CertificateConfig();
        certificate.Names.Add(names);
        if (version == 0)
        {
            certificate.Internal = new InternalIssuer();
        }
        else
        {
            certificate.Pair = new CertificatePair { Secret = "certificates/" + name, Version = version };
        }

        return new(Kind.Certificate, name, new Resource { Name = name, Certificate = certificate });
    }

    public static ResourceChange Listener(string name, string bind, Protocol protocol = Protocol.Http, RedirectToHttps? redirect = null) =>
        new(Kind.Listener, name, new Resource { Name = name, Listener = new ListenerConfig { Bind = bind, Protocol = protocol, RedirectToHttps = redirect } });

    public static ResourceChange Delete(Kind kind, string name) => new(kind, name, null);

    /// <summary>The snapshot of these resources and a service `api`; fails the test where they do not compile.</summary>
    public static SnapshotModel Compile(params IEnumerable<ResourceChange> changes) => SnapshotModel.Empty.Then([Service("api"), .. changes]);

    public static SnapshotModel Then(this SnapshotModel model, params ResourceChange[] changes)
    {
        var result = model.Apply(changes);
        Assert.Empty(result.Problems);
        return result.Model;
    }

    /// <summary>The only problem of resources that do not compile.</summary>
    public static Problem Problem(params IEnumerable<ResourceChange> changes) => Assert.Single(SnapshotModel.Empty.Apply([Service("api"), .. changes]).Problems);
}
