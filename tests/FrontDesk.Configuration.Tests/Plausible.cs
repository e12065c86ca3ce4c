using CsCheck;
using FrontDesk.Config.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Configuration.Tests;

/// <summary>Configurations that could be meant: values at and around the edges of what the language allows, most of them good.</summary>
internal static class Plausible
{
    private static readonly string[] Hosts =
    [
        "a.example", "b.example", "*.a.example", "*", "*.example", "a", "a_b", "_a.example", "10.0.0.1", "[::1]", "[0:0::1]", "[::ffff:1.2.3.4]", "[fe80::1%1]", "xn--bcher-kva.example", new('a', 63), new('a', 64),
        $"{new string('a', 63)}.{new string('b', 63)}.{new string('c', 63)}.{new string('d', 61)}", $"{new string('a', 63)}.{new string('b', 63)}.{new string('c', 63)}.{new string('d', 62)}",
        $"*.{new string('a', 63)}.{new string('b', 63)}.{new string('c', 63)}.{new string('d', 61)}", "a-.example", "-a.example", "*.*", "*.", "a.", "A.example", "*.[::1]", "[::1", "::1", "1", "1.2.3.4.5", "localhost", "a..b", "*a.example", "é.example", "a:80", "a b", "", "%61",
    ];

    private static readonly string[] Paths =
    [
        "/a", "/", "/*", "/a/", "/a/*", "/a/b/*", "/{x}", "/{x}/", "/{x}/*", "/{x}/{y}", "/é", "/😀", "/%C3%A9", "/%c3%a9", "/%c3", "/%80", "/%ff", "/%7e", "/%41", "/a%20b", "/a|b", "/a[b]", "/a'b", "/a\"b", "/%01", "/%1F", "/%7F", "/%00", "/%2f", "/%5C", "/%",
        "/%2", "/%2e", "/%2E%2E/a", "/.%2e", "/.a", "/a.", "/...", "/.", "/..", "/a;", "/;", "/a:b@c", "/a,b", "/a=b&c", "/a+b", "/\u00a0", "/\u2028", "/\u0085", "/%3B", "/%25", "/%252e", "/a%3bb", "/{}", "/{a}{b}", "/{{a}}", "/{*}", "/{a;b}", "/{ }", "/a/**", "/a*", "/a/*/", "/**",
        "//", "/a//b", "/a//", "a", "", "~", "~.", "~a|b", "~(?x)a #b", "~(?x)a", "~(?i)a", "~a)|(b", "~^a$", "~\\A\\z", "~\\d{1,1000}", "~(a{1000}){1000}", "~[\\u0100-\\uffff]", "~(?#c", "~(?#c)", "~\\", "~(?=a)", "~(a)\\1", "~(?<n>a)", "~a #b", "~(?n)(a)", "~*",
        "/" + new string('a', 2_047), "/" + new string('a', 2_048), "~" + new string('a', 2_047), "/" + string.Concat(Enumerable.Repeat("a/", 1_000)), "/" + string.Concat(Enumerable.Repeat("é", 700)),
    ];

    private static readonly string[] Urls =
    [
        "http://a", "http://a:1", "http://b:1", "https://a", "https://a:443", "http://a:80", "http://a/", "http://a/b", "http://a/b/", "http://A", "HTTP://a", "h2c://a:1", "h2c://a", "unix:/x", "unix:/run/a.sock", "unix:/x/é", "unix:/x y", "unix:/x?y", "unix:/@x", "unix:x", "unix://x",
        "unix:/" + new string('x', 106), "unix:/" + new string('x', 107), "http://a/%7e", "http://a/%41", "http://a/%zz", "http://a/%2e%2e", "http://a/{x}", "http://a/[x]", "http://a/a|b", "http://a/a;b", "http://a/*", "http://a/%01", "http://a/%ff", "http://a:", "http://a:080", "http://a:0", "http://a:65535", "http://a:65536",
        "http://a_b", "http://[::1]", "http://[::1]:1", "http://[0::1]:1", "http://[::1%25eth0]", "http://1.2.3.4", "http://256.1.1.1", "http://a.", "http://*.a", "http://-a", "http://a..b", "h2c://", "http://", "http:///x", "https://a/b c", "http://a/../b", "http://a//b", "http://a/b;c/..;/d", "http://u@a", "http://u:p@a",
        "http://a?x", "http://a#x", "ftp://a", "a:80", "http:/a", "http://a\\b", "http://é", "http://a/é", "http://[a]", "http://[::1]x", "http://a:1:2", "http://[::1]:", "http://a/" + new string('b', 2_039), "http://a/" + new string('b', 2_040),
    ];

    private static readonly string[] Redirects =
    [
        "/", "/{path}", "/x{path}{query}", "//x", "https://{host}{path}{query}", "{scheme}://{host}/", "https://a/{", "http://a/}", "https://a/}{", "https://a/%7B", "https://a b", "https://", "https:///x", "http://[::1]/", "HTTPS://a", "https://a:99999/", "{host}", "{path}", "/%zz", "/\\x", "/\\\\x",
        "https://{host}:8443{path}", "https://é", "{scheme}{host}", "https://u:p@a/{x}", "https://a/{{path}}", "http:a", "https:/a", "https://a?{query}", "https://{path}", "mailto:a", "", "/" + new string('a', 2_047), "/" + new string('a', 2_048),
    ];

    private static readonly string[] Headers = ["x-a", "X-A", "x-b", "a", "x_a", "x.a", "x a", "", "é", "x:", "cookie", "user-agent", "Host", "connection", "Via", "x-forwarded-for", "x-real-ip", "Content-Length", "trailer", "te", "set-cookie", "content-type", "traceparent", new('x', 256), new('x', 257)];

    private static readonly string[] Values = ["a", "", " ", "a b", "a\tb", "a\nb", "é", "\u007f", "~", "{x}", new('a', 8_192), new('a', 8_193)];

    private static readonly string[] Names = ["q", "Q", "", "a b", "é", "a.b", new('q', 253), new('q', 254), "[\"x\"]"];

    private static readonly string[] Origins =
    [
        "*", "https://a.test", "https://*.a.test", "http://a.test:8080", "https://a.test:443", "http://a.test:80", "http://a.test:443", "https://a.test:0", "https://a.test:080", "https://a.test:65536", "https://a.test:", "https://A.test",
        "https://a.test/", "https://", "://a", "a.test", "null", "", "app+x://a", "9p://a", "https://*", "https://*.", "https://.a", "https://a*.b", "https://[::1]", "https://é", "https://" + new string('a', 292), "https://" + new string('a', 293),
    ];

    private static readonly Gen<ValueMatch> Match = Gen.OneOf(
        One(Values).Select(text => new ValueMatch { Exact = text }), One(Paths).Select(path => new ValueMatch { Regex = path.TrimStart('~') }), Gen.Bool.Select(isThere => new ValueMatch { Present = isThere }), Gen.Const(() => new ValueMatch()));

    private static readonly Gen<Duration> Time = Gen.OneOf(
        Gen.Select(Gen.OneOf<long>(0, 1, 3_600, 86_400, 604_800), Gen.OneOf(0, 0, 1, 999_999, 1_000_000, 999_999_999), (seconds, nanos) => new Duration { Seconds = seconds, Nanos = nanos }),
        Gen.OneOf(new Duration { Seconds = -1 }, new Duration { Nanos = -1 }, new Duration { Seconds = 1, Nanos = -1 }, new Duration { Nanos = int.MaxValue }, new Duration { Seconds = long.MaxValue }, new Duration { Seconds = long.MinValue, Nanos = int.MinValue }));

    private static readonly Gen<uint> Weight = Gen.OneOf<uint>(0, 1, 1, 1, 2, 3, 1_000, 1_001, uint.MaxValue);

    private static readonly Gen<uint> Status = Gen.OneOf<uint>(0, 0, 200, 301, 302, 303, 304, 307, 308, 404, 599, 600, 199, 100, uint.MaxValue);

    private static readonly Gen<Action<RouteConfig>> RouteChange = Gen.OneOf(
        One(Paths).Array[1, 3].Select(paths => Do(route => route.Paths.Add(paths.Distinct()))),
        One(Paths).Array[1, 3].Select(paths => Do(route => route.Paths.Add(paths.Distinct()))),
        Gen.OneOf("GET", "HEAD", "get", "M-SEARCH", "", "G T", "É", "ı", new('A', 300)).Array[1, 2].Select(methods => Do(route => route.Methods.Add(methods))),
        Gen.Dictionary(One(Headers), Match)[1, 2].Select(headers => Do(route => Merge(route.Headers, headers))),
        Gen.Dictionary(One(Names), Match)[1, 2].Select(query => Do(route => Merge(route.Query, query))),
        Gen.Select(One(Redirects), Status, (to, status) => Do(route => (route.Redirect, route.Respond) = (new Redirect { To = to, Status = status }, null))),
        Gen.Select(Status, One(Values), Gen.OneOf("", "", "", "", "", "", "text/plain", "text/html; charset=utf-8", "x", "a/b;", "a/b/c", "a/", "/b", "a /b", "é/b", "a/b; é", "a/b\n", new('a', 300)), (status, body, type) => Do(route => route.Respond = new Respond { Status = status, Body = body, ContentType = type })),
        One(Paths).Select(prefix => Do(route => route.Request = new RequestTransform { StripPrefix = prefix })),
        Gen.Select(Gen.Dictionary(One(Headers), One(Values))[0, 2], Gen.Dictionary(One(Headers), One(Values))[0, 2], One(Headers).Array[0, 2], (set, add, remove) =>
            Do(route => route.Response = new ResponseTransform { Headers = new HeaderChanges { Set = { set }, Add = { add }, Remove = { remove } } })),
        Gen.Select(Gen.OneOf("s", "s", "s", "t", "nowhere", "", "http://a:1").Array[1, 2], Weight, Gen.Bool, (services, weight, isWeighted) => Do(route =>
        {
            route.Respond = null;
            route.To.Add(services.Select(service => isWeighted ? new Destination { Service = service, Weight = weight } : new Destination { Service = service }));
        })),
        Gen.Select(Gen.OneOf("p", "p", "q", ""), Gen.Bool, Gen.Bool, (policy, hasInherit, inherit) => Do(route => route.Access = hasInherit ? new RouteAccess { Policy = policy, Inherit = inherit } : new RouteAccess { Policy = policy })),
        Gen.Select(One(Origins).Array[1, 2], Gen.OneOf("PUT", "put", "", "G T").Array[0, 1], Gen.OneOf("*", "x-a", "", "a b", "é").Array[0, 2], Gen.Bool, Time, (origins, methods, names, credentials, age) => Do(route =>
            route.Cors = new Cors { Origins = { origins.Distinct() }, Methods = { methods }, Headers = { names.Distinct() }, Exposed = { names.Distinct().Where(name => name != "*") }, Credentials = credentials, MaxAge = credentials ? age : null })),
        Gen.Select(Gen.OneOf("text/*", "text/html", "*/*", "text", "text/", "/html", "text/h*", "a/b/c", "é/b", "text/html; charset=utf-8", new string('a', 125) + "/b", new string('a', 126) + "/b").Array[0, 2], Gen.OneOf<ulong>(0, 1, 1UL << 30, (1UL << 30) + 1), (types, size) => Do(route =>
            route.Compression = new Compression { Types_ = { types }, MinSize = size })),
        Gen.Int[0, 3].Select(preset => Do(route => route.Response = new ResponseTransform { SecurityHeaders = (SecurityHeaders)preset })),
        Gen.OneOf("m", "m", "n", "").Array[1, 2].Select(limits => Do(route => route.Limits.Add(limits))),
        Gen.OneOf(0, 1, -1_000, 1_000, 1_001, int.MinValue).Select(priority => Do(route => route.Priority = priority)));

    private static readonly Gen<Resource> Route = Gen.Select(Gen.Int[0, 9], One(Hosts).Array[1, 2], RouteChange.Array[0, 2], (number, hosts, changes) =>
    {
        var route = new RouteConfig { Hosts = { hosts.Distinct() }, Respond = new Respond() };
        Array.ForEach(changes, change => change(route));
        return new Resource { Name = $"r{number}", Route = route };
    });

    private static readonly Gen<uint> Small = Gen.OneOf<uint>(0, 0, 1, 10, 50, 51, 100, 101, 1_000, 1_001);

    private static readonly Gen<Health?> Health = Gen.Select<uint, uint, uint, Duration, string, string[], int, int, Health?>(
        Small, Small, Small, Time, Gen.OneOf("", "/", "/healthz?x", "x", "/a b", "/é", "/#"), Gen.OneOf("200", "200-299", "99", "299-200", "200-", "a", "100-599", "+20", "600").Array[0, 2], Gen.Int[0, 4], Gen.Int[0, 3],
        (one, two, three, time, path, expect, type, what) => what == 0 ? new Health { PanicBelow = one, Passive = new PassiveHealth { Failures = two, MaxEjected = three, For = time } }
            : new Health { Active = new ActiveHealth { Type = (HealthCheck)type, Path = path, Jitter = one, HealthyAfter = two, UnhealthyAfter = three, Interval = what == 1 ? time : null, Timeout = what == 2 ? time : null, Expect = { expect }, Host = path, Service = path } });

    private static readonly Gen<Retries?> Retries = Gen.Select(
        Gen.OneOf<uint>(0, 1, 10, 11), Gen.OneOf("connect-failure", "reset", "502", "400", "599", "399", "600", "5xx", "", "0502", " 50").Array[0, 2], Small, Gen.OneOf<ulong>(0, 1, 1_048_576, 1_048_577, ulong.MaxValue),
        (attempts, when, budget, body) => (Retries?)new Retries { Attempts = attempts, When = { when }, Budget = budget, MaxBody = body });

    private static readonly Gen<Resource> Service = Gen.Select(
        Gen.OneOf("t", "u", "v"),
        Gen.Select(One(Urls), Gen.Bool, Weight, (url, isWeighted, weight) => isWeighted ? new Endpoint { Url = url, Weight = weight, Drain = weight == 3 } : new Endpoint { Url = url }).Array[1, 3],
        Gen.OneOf("", "", "", "", "", "", "preserve", "endpoint", "a.example", "A", "a:80", "[::1]", "10.0.0.1", "*.a", "a.", "é", "a b", "Preserve"),
        Gen.OneOf(0, 0, 1, 2, 3, 4, 4, 5, 6),
        Gen.OneOf(Gen.Const((Timeouts?)null), Gen.Const((Timeouts?)null), Gen.Const((Timeouts?)null), Gen.Select(Time, Time, (one, two) => (Timeouts?)new Timeouts { Connect = one, Tunnel = two }), Gen.Select(Time, Time, (one, two) => (Timeouts?)new Timeouts { FirstByte = one, Idle = two })),
        Gen.OneOf(Gen.Const((Health?)null), Gen.Const((Health?)null), Health),
        Gen.OneOf(Gen.Const((Retries?)null), Gen.Const((Retries?)null), Retries),
        (name, endpoints, host, balance, timeouts, health, retries) => new Resource { Name = name, Service = new ServiceConfig { Endpoints = { endpoints.DistinctBy(endpoint => endpoint.Url) }, Host = host, Balance = (Balance)balance, Timeouts = timeouts, Health = health, Retries = retries } });

    private static readonly Gen<Resource> Listener = Gen.Select(
        Gen.Int[0, 2],
        Gen.OneOf(":80", ":443", ":0", ":65535", ":65536", "127.0.0.1:80", "[::1]:80", "[0::1]:80", "[::ffff:127.0.0.1]:80", "::1:80", "localhost:80", "127.1:80", "80", "", ":", ":080", ":+80", "[::1%1]:80", "[::1]", "0.0.0.0:80", "*:80", " :80", "[127.0.0.1]:80", "[::]:80"),
        Gen.OneOf(1, 1, 1, 2, 2, 2, 0, 3),
        Gen.OneOf(Gen.Const((RedirectToHttps?)null), Gen.Const((RedirectToHttps?)null), Gen.Select(Gen.OneOf<uint>(0, 443, 65_535, 65_536, uint.MaxValue), Status, (port, status) => (RedirectToHttps?)new RedirectToHttps { Port = port, Status = status })),
        Gen.OneOf(Gen.Const((ProxyProtocol?)null), Gen.Const((ProxyProtocol?)null), Gen.OneOf("10.0.0.0/8", "10.0.0.1/8", "192.0.2.1", "2001:db8::/32", "010.1", "", "a").Array[0, 2].Select(from => (ProxyProtocol?)new ProxyProtocol { From = { from } })),
        (number, bind, protocol, redirect, proxy) => new Resource { Name = $"l{number}", Listener = new ListenerConfig { Bind = bind, Protocol = (Protocol)protocol, RedirectToHttps = redirect, ProxyProtocol = proxy } });

    private static readonly Gen<Resource> Certificate = Gen.Select(
        Gen.Int[0, 2],
        One(Hosts).Array[1, 2],
        Gen.OneOf("internal", "internal", "internal", "internal", "pair", "both", "none", "files"),
        (number, names, from) => new Resource
        {
            Name = $"c{number}",
            Certificate = new CertificateConfig
            {
                Names = { names.Distinct() },
                Internal = from is "internal" or "both" ? new InternalIssuer() : null,
                Pair = from is "pair" or "both" ? new CertificatePair { Secret = $"certificates/c{number}", Version = 1 } : null,
                CertFile = from == "files" ? "a" : "",
                KeyFile = from == "files" ? "b" : "",
            },
        });

    private static readonly Gen<AccessTime> Times = Gen.Select(
        Gen.OneOf(1, 5, 7, 0, 8).Array[0, 2],
        Gen.OneOf("", "", "08:00", "00:00", "24:00", "23:59", "8:00", "08:60", "25:00", "24:01", "+8:00", "08:00:00", "a"),
        Gen.OneOf("", "", "18:00", "08:00", "00:00", "24:00", "-1:00"),
        Gen.OneOf("", "", "Europe/Berlin", "UTC", "Mars/Olympus", "europe/berlin ", new string('a', 300)),
        (days, from, to, zone) => new AccessTime { Days = { days.Select(day => (AccessDay)day) }, From = from, To = to, Zone = zone });

    private static readonly Gen<AccessCondition> Condition = Gen.Select(
        Gen.OneOf("10.0.0.0/8", "10.0.0.1", "::/0", "10.0.0.1/8", "x").Array[0, 2],
        Gen.OneOf("GET", "POST", "get", "", "G T").Array[0, 2],
        One(Paths).Array[0, 2],
        Gen.Dictionary(One(Headers), Match)[0, 2],
        Times.Array[0, 1],
        (ip, methods, paths, headers, times) => new AccessCondition { Ip = { ip }, Methods = { methods }, Paths = { paths }, Headers = { headers }, Times = { times } });

    private static readonly Gen<Resource> Access =
        from name in Gen.OneOf("p", "q")
        from rules in Gen.Select(Condition, Gen.Bool, Gen.OneOf(1, 1, 2, 2, 0, 3), (condition, isConditional, then) => new AccessRule { If = isConditional ? condition : null, Then = (AccessDecision)then }).Array[0, 2]
        from otherwise in Gen.OneOf(0, 1, 2, 3)
        from mode in Gen.OneOf(0, 1, 2, 3)
        from answer in Gen.OneOf(Gen.Const(() => (AccessAnswer?)null), Gen.OneOf<uint>(403, 404, 401, 0).Select(status => (AccessAnswer?)new AccessAnswer { Status = status }), One(Redirects).Select(url => (AccessAnswer?)new AccessAnswer { Redirect = url }), Gen.Bool.Select(close => (AccessAnswer?)new AccessAnswer { Close = close }))
        select new Resource { Name = name, Access = new AccessConfig { Rules = { rules }, Otherwise = (AccessDecision)otherwise, Answer = answer, Mode = (Enforcement)mode } };

    private static readonly Gen<Resource> Limit =
        from name in Gen.OneOf("m", "n")
        from rate in Gen.OneOf("100/s", "100/s", "1/s", "60/m", "1/d", "1000000/d", "1000001/s", "100001/s", "0/s", "01/s", "+1/s", " 1/s", "1/", "/s", "1", "1/s/s", "1.5/s", "1/w", "", "99999999999/s", "1/S")
        from burst in Gen.OneOf<uint>(0, 0, 0, 1, 365, 366, 1_000_000, 1_000_001, uint.MaxValue)
        from concurrency in Gen.OneOf<uint>(0, 0, 0, 0, 1, 1_000_000, 1_000_001, uint.MaxValue)
        from algorithm in Gen.OneOf(0, 0, 1, 2, 3)
        from key in Gen.OneOf("client-ip", "host", "route", "header:x", "header:X", "header:", "header:a b", "Host", "user", "", "header:" + new string('a', 256), "header:" + new string('a', 257)).Array[0, 2]
        from prefix in Gen.OneOf<uint>(0, 0, 1, 64, 128, 129, uint.MaxValue)
        from exempt in Gen.OneOf("10.0.0.0/8", "10.0.0.1", "10.0.0.1/8", "::1", "::/0", "a").Array[0, 2]
        from scope in Gen.OneOf(0, 0, 1, 2)
        from mode in Gen.OneOf(0, 0, 1, 2, 3)
        select new Resource
        {
            Name = name,
            Limit = new LimitConfig
            {
                Rate = rate,
                Burst = burst,
                Concurrency = concurrency,
                Algorithm = (LimitAlgorithm)algorithm,
                Key = { key },
                Ipv6Prefix = prefix,
                Exempt = { exempt },
                Scope = (LimitScope)scope,
                Mode = (Enforcement)mode,
            },
        };

    private static readonly Gen<Resource> Settings = Gen.OneOf(
        "10.0.0.1", "10.0.0.0/8", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/", "10.1", "010.0.0.1", "::1", "::1/128", "::/0", "2001:db8::/32", "2001:DB8::/32", "2001:0db8::/32", "2001:0db8::1", "2001:DB8::1", "::ffff:10.0.0.1", "::ffff:a00:1", "::ffff:10.0.0.0/104", "fe80::1%1", "fe80::1%0",
        "[::1]", "", "a", "1", "0.0.0.0/0", "0.0.0.0", "/8", "10.0.0.0/+8", " 10.0.0.1", "::/129", "1::2::3").Array[1, 2].Select(proxies => new Resource { Name = "settings", Settings = new SettingsConfig { TrustedProxies = { proxies.Distinct() } } });

    /// <summary>A few resources of every kind, and a service `s` that is good; in groups now and then.</summary>
    public static Gen<Desk> Desk { get; } =
        from some in Gen.OneOf(Route, Route, Route, Service, Service, Listener, Certificate, Access, Access, Limit, Limit, Settings).Array[1, 2]
        from groups in Gen.OneOf<string[]>([], [], [], ["eu"], ["eu", "us"])
        select new Desk(some.Select(resource => In(resource, groups)).Append(new Resource { Name = "s", Service = new ServiceConfig { Endpoints = { new Endpoint { Url = "http://a:1" } } } })
            .DistinctBy(resource => (resource.ConfigCase, resource.Name)));

    private static Resource In(Resource resource, string[] groups)
    {
        resource = resource.Clone();
        resource.Groups.Add(groups);
        return resource;
    }

    /// <summary>The first, which is good, half of the time; any of them the other half.</summary>
    private static Gen<string> One(string[] texts) => Gen.OneOf(Gen.Const(texts[0]), Gen.Int[0, texts.Length - 1].Select(at => texts[at]));

    private static void Merge(IDictionary<string, ValueMatch> all, Dictionary<string, ValueMatch> some)
    {
        foreach (var (name, match) in some)
        {
            all[name] = match;
        }
    }

    private static Action<RouteConfig> Do(Action<RouteConfig> change) => change;
}
