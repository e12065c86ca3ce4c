using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests;

/// <summary>Generators of configurations and requests. They choose from few words, so that routes meet, shadow and collide.</summary>
internal static class Generated
{
    private static readonly Gen<string> Segment = Gen.OneOf("a", "a", "b", "c", "{x}", "{y}", "{x}", "@t", "%40t", "a%20b", "caf\u00e9");

    private static readonly Gen<string> Pattern = Gen.Frequency(
        (8, Gen.Select(Segment.Array[0, 3], Gen.OneOf("", "", "/", "/*", "/*"), static (segments, end) =>
            string.Concat(segments.Select(static segment => "/" + segment)) + (segments.Length == 0 && end == "" ? "/" : end))),
        (1, Gen.OneOf("~/a.*", "~/.*b", "~/(a|b)(/.*)?", "~/[a-c]/.", "~.*", "~/a/@t")));

    private static readonly Gen<ValueMatch> Match = Gen.OneOf(
        Gen.OneOf("1", "2").Select(static value => new ValueMatch { Exact = value }),
        Gen.OneOf("[12]", ".").Select(static value => new ValueMatch { Regex = value }),
        Gen.Bool.Select(static value => new ValueMatch { Present = value }));

    /// <summary>A route's configuration; most ask for nothing beyond host and path.</summary>
    public static readonly Gen<RouteConfig> Route = Gen.Select(
        Gen.OneOf("a.test", "b.a.test", "A.Test", "*.test", "*.a.test", "*.b.a.test", "*", "[::1]").ArrayUnique[1, 3],
        Pattern.ArrayUnique[0, 3],
        Gen.Frequency((3, Gen.Const(Array.Empty<string>())), (1, Gen.OneOf("GET", "HEAD", "POST").ArrayUnique[1, 2])),
        Gen.Frequency((3, Gen.Const(new Dictionary<string, ValueMatch>())), (1, Matches("x-a", "x-b"))),
        Gen.Frequency((4, Gen.Const(new Dictionary<string, ValueMatch>())), (1, Matches("v", "w"))),
        Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[-1, 1])),
        Gen.OneOf("s0", "s1", "s2"),
        static (hosts, paths, methods, headers, query, priority, service) => new RouteConfig
        {
            Hosts = { hosts },
            Paths = { paths },
            Methods = { methods },
            Headers = { headers },
            Query = { query },
            Priority = priority,
            To = { new Destination { Service = service } },
        });

    /// <summary>Up to eleven routes.</summary>
    public static readonly Gen<Resource[]> Routes = Route.Array[1, 11].Select(static routes => routes.Select(static (route, i) => new Resource { Name = $"r{i}", Route = route }).ToArray());

    /// <summary>A request in normal form.</summary>
    public static readonly Gen<Facts> Request = Gen.Select(
        Gen.OneOf("a.test", "b.a.test", "c.b.a.test", "d.c.b.a.test", "x.test", "test", "other", "[::1]"),
        Gen.Select(Gen.OneOf("a", "a", "b", "c", "d", "@t", "%40t", "a%20b", "caf%C3%A9", "a;p=1", ";p", "a%3Bp", "b,c").Array[0, 4], Gen.OneOf("", "", "/"), static (segments, end) =>
            string.Concat(segments.Select(static segment => "/" + segment)) + (segments.Length == 0 ? "/" : end)),
        Gen.OneOf("GET", "HEAD", "POST", "DELETE"),
        Pairs("x-a", "X-B"),
        Pairs("v", "w"),
        static (host, path, method, headers, query) => new Facts(host, path, method) { Headers = headers, Query = query });

    /// <summary>A change of several resources: routes, services, certificates and listeners come, change and go.</summary>
    public static readonly Gen<ResourceChange[]> Change = Gen.Frequency(
        (6, Gen.Select(Gen.Int[0, 9], Route, static (i, route) => Put(new Resource { Name = $"r{i}", Route = route }))),
        (2, Gen.Int[0, 9].Select(static i => Configs.Delete(Kind.Route, $"r{i}"))),
        (3, Gen.Select(Gen.Int[0, 2], Gen.Int[9000, 9002], static (i, port) => Configs.Service($"s{i}", $"http://10.0.0.1:{port}"))),
        (1, Gen.Int[0, 2].Select(static i => Configs.Delete(Kind.Service, $"s{i}"))),
        (2, Gen.Select(Gen.Int[0, 2], Gen.UInt[0, 2], Gen.OneOf("a.test", "*.test", "*.a.test", "b.a.test").ArrayUnique[1, 3], static (i, version, names) => Configs.Certificate($"c{i}", version, names))),
        (1, Gen.Int[0, 2].Select(static i => Configs.Delete(Kind.Certificate, $"c{i}"))),
        (1, Gen.Select(Gen.Int[0, 2], Gen.Int[80, 82], static (i, port) => Configs.Listener($"l{i}", $":{port}"))),
        (1, Gen.Int[0, 2].Select(static i => Configs.Delete(Kind.Listener, $"l{i}")))).Array[1, 6].Select(static changes => changes.DistinctBy(static change => (change.Kind, change.Name)).ToArray());

    /// <summary>Makes the change that puts a resource.</summary>
    public static ResourceChange Put(Resource resource) => new((Kind)(int)resource.ConfigCase, resource.Name, resource);

    /// <summary>Conditions on one of the names or on both.</summary>
    private static Gen<Dictionary<string, ValueMatch>> Matches(string one, string other) => Gen.Select(Match, Match, Gen.Int[1, 3], (first, second, which) =>
        new[] { (Name: one, Value: first, Is: which != 1), (Name: other, Value: second, Is: which != 2) }
            .Where(static match => match.Is).ToDictionary(static match => match.Name, static match => match.Value));

    private static Gen<(string, string)[]> Pairs(params string[] names) => Gen.Select(Gen.OneOf(names), Gen.OneOf("1", "2", "", "34")).Array[0, 2];
}
