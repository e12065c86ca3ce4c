using FrontDesk.Config.V1;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.Routing.Bench;

/// <summary>A desk of host routes, as a large self-service platform has them: one host each, a few hundred services.</summary>
internal static class Desk
{
    private const int Services = 500;

    private static readonly Dictionary<int, SnapshotModel> Compiled = [];

    /// <summary>The host of a route.</summary>
    public static string Host(int i) => $"host-{i:x}.customers.example.com";

    /// <summary>The resources, as they come from disk or wire.</summary>
    public static IEnumerable<ResourceChange> Resources(int routes) =>
        Enumerable.Range(0, Services).Select(Service).Concat(Enumerable.Range(0, routes).Select(i => Route(i, i)));

    /// <summary>A route: the host of its number, and one of the services.</summary>
    public static ResourceChange Route(int i, int service)
    {
        var name = $"route-{i}";
        var route = new RouteConfig { Hosts = { Host(i) }, To = { new Destination { Service = $"service-{service % Services}" } } };
        return Parsed(Kind.Route, name, new Resource { Name = name, Route = route });
    }

    /// <summary>The snapshot of that many routes; the same each time.</summary>
    public static SnapshotModel Snapshot(int routes) => Compiled.TryGetValue(routes, out var model) ? model : Compiled[routes] = Compile([.. Resources(routes)]);

    /// <summary>Compiles resources.</summary>
    public static SnapshotModel Compile(ResourceChange[] resources)
    {
        var result = SnapshotModel.Empty.Apply(resources);
        return result.Succeeded ? result.Model : throw new InvalidOperationException(result.Problems[0].Message);
    }

    private static ResourceChange Service(int i)
    {
        var name = $"service-{i}";
        return Parsed(Kind.Service, name, new Resource { Name = name, Service = new ServiceConfig { Endpoints = { new Endpoint { Url = $"http://10.0.{i / 250}.{(i % 250) + 1}:9000" } } } });
    }

    /// <summary>Strings of a parsed message are its own, as at an edge; those of a message built here would be shared.</summary>
    private static ResourceChange Parsed(Kind kind, string name, Resource resource) => new(kind, name, Resource.Parser.ParseFrom(resource.ToByteString()));
}

/// <summary>A request to match, as small as one can be.</summary>
internal readonly struct Request(string host, string path) : IRequestFacts
{
    /// <inheritdoc/>
    public string Host => host;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public string Method => "GET";

    /// <inheritdoc/>
    public bool HeaderHolds(string name, ValueCondition condition) => condition.HoldsForAbsent;

    /// <inheritdoc/>
    public bool QueryHolds(string name, ValueCondition condition) => condition.HoldsForAbsent;
}
