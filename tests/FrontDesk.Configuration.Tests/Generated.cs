using CsCheck;
using FrontDesk.Config.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Configuration.Tests;

/// <summary>Resources at random, of every kind, with every field; valid in form, so that documents can say them.</summary>
internal static class Generated
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char["abcxyzABC019._-"], 0, 8].Select(text => "n" + text);

    /// <summary>Texts that are hard to write: words, numbers, escapes, variables, quotes, breaks, any Unicode.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(
            "null", "~", "true", "no", "on", "1", "0x1f", "1e3", "-5", ".5", "2001-01-01", "1:30", "10:", "5s", "1_000", "0o7", "=", "<<", "- a", "a: b", "a #b", "#", "*x", "&x", "!x", "|", ">", "%", "@", "`",
            "'", "\"", "\\", "{}", "[]", "a,b", "${X}", "$${X}", "$$${X", "$", "${", " a", "a ", "", "\t", "a\nb", "\r\n", "\n", "\u0085", "\u2028", "\ufeff", "\0", "\u001b", "é", "😀", "---", "...", "? a", ": a", "http://a:1/b?c=d#e"),
        Gen.String[Gen.Char[" \t\n\r:#,[]{}&*!|>'\"%@`$-?~=\\abcAB01.é\u0001\u007f\u2029"], 0, 12],
        Gen.String[Gen.Char.Where(character => !char.IsSurrogate(character)), 0, 5]);

    private static readonly Gen<string> Filled = Text.Where(text => text.Length > 0);
    private static readonly Gen<Duration> Time = Gen.Select(Gen.Long[0, 864_000_000], Gen.OneOf(0, 1_000_000, 500_000_000, 123_456_789), (seconds, nanos) => new Duration { Seconds = seconds, Nanos = nanos });
    private static readonly Gen<uint> Number = Gen.OneOf(Gen.UInt, Gen.UInt[0, 3]);

    private static readonly Gen<ListenerConfig> Listener = Gen.Select(Text, Gen.Enum<Protocol>(), Maybe(Gen.Select(Number, Number, (port, status) => new RedirectToHttps { Port = port, Status = status })),
        Maybe(Text.Array[0, 2].Select(from => new ProxyProtocol { From = { from } })),
        (bind, protocol, redirect, proxy) => new ListenerConfig { Bind = bind, Protocol = protocol, RedirectToHttps = redirect, ProxyProtocol = proxy });

    private static readonly Gen<CertificateConfig> Certificate = Gen.Select(Text.Array[0, 3], Text, Text, Maybe(Gen.Select(Text, Number, (secret, version) => new CertificatePair { Secret = secret, Version = version })), Gen.Bool,
        (names, cert, key, pair, isInternal) => new CertificateConfig { Names = { names }, CertFile = cert, KeyFile = key, Pair = pair, Internal = isInternal ? new InternalIssuer() : null });

    private static readonly Gen<Endpoint> SomeEndpoint = Gen.Select(Gen.OneOf(Text, Gen.Const("http://a:1")), Gen.Bool, Number, (url, hasWeight, weight) => hasWeight ? new Endpoint { Url = url, Weight = weight } : new Endpoint { Url = url, Drain = weight == 1 });

    private static readonly Gen<Timeouts> SomeTimeouts = Gen.Select(Maybe(Time), Maybe(Time), Maybe(Time), Maybe(Time),
        (connect, firstByte, idle, tunnel) => new Timeouts { Connect = connect, FirstByte = firstByte, Idle = idle, Tunnel = tunnel });

    private static readonly Gen<Health> SomeHealth = Gen.Select(Number, Number, Maybe(Time), Gen.Enum<HealthCheck>(), Text, Text.Array[0, 2], Gen.Bool, Gen.Bool, (one, two, time, type, text, texts, isActive, isPassive) => new Health
    {
        PanicBelow = one,
        Active = isActive ? new ActiveHealth { Type = type, Path = text, Interval = time, Jitter = two, HealthyAfter = one, Expect = { texts }, Host = text, Service = text } : null,
        Passive = isPassive ? new PassiveHealth { Failures = two, For = time, MaxEjected = one } : null,
    });

    private static readonly Gen<Retries> SomeRetries = Gen.Select(Number, Text.Array[0, 2], Number, Gen.Bool, (attempts, when, number, hasBody) =>
        hasBody ? new Retries { Attempts = attempts, When = { when }, MaxBody = number } : new Retries { Attempts = attempts, When = { when }, Budget = number });

    private static readonly Gen<ServiceConfig> Service = Gen.Select(SomeEndpoint.Array[0, 3], Gen.Enum<Balance>(), Maybe(SomeTimeouts), Gen.OneOf(Gen.Const(""), Text), Maybe(SomeHealth), Maybe(SomeRetries),
        (endpoints, balance, timeouts, host, health, retries) => new ServiceConfig { Endpoints = { endpoints }, Balance = balance, Timeouts = timeouts, Host = host, Health = health, Retries = retries });

    private static readonly Gen<ValueMatch> Match = Gen.OneOf(
        Text.Select(text => new ValueMatch { Exact = text }), Text.Select(text => new ValueMatch { Regex = text }), Gen.Bool.Select(isThere => new ValueMatch { Present = isThere }), Gen.Const(() => new ValueMatch()));

    private static readonly Gen<HeaderChanges> Changes = Gen.Select(Gen.Dictionary(Filled, Text)[0, 2], Gen.Dictionary(Filled, Text)[0, 2], Text.Array[0, 2],
        (set, add, remove) => new HeaderChanges { Set = { set }, Add = { add }, Remove = { remove } });

    private static readonly Gen<AccessTime> SomeTime = Gen.Select(Gen.Enum<AccessDay>().Where(day => day != AccessDay.Unspecified).Array[0, 2], Text, Text, Text,
        (days, from, to, zone) => new AccessTime { Days = { days }, From = from, To = to, Zone = zone });

    private static readonly Gen<AccessCondition> Condition = Gen.Select(Text.Array[0, 2], Text.Array[0, 2], Text.Array[0, 2], Gen.Dictionary(Filled, Match)[0, 2], SomeTime.Array[0, 2],
        (ip, methods, paths, headers, times) => new AccessCondition { Ip = { ip }, Methods = { methods }, Paths = { paths }, Headers = { headers }, Times = { times } });

    private static readonly Gen<AccessRequirement> Requirement = Gen.Select(Text, Text, Text.Array[0, 2], Gen.Bool,
        (service, path, headers, failOpen) => new AccessRequirement { ForwardAuth = new ForwardAuth { Service = service, Path = path, IdentityHeaders = { headers }, FailOpen = failOpen } });

    private static readonly Gen<AccessRule> Rule = Gen.Select(Maybe(Condition), Gen.Enum<AccessDecision>(), Maybe(Requirement), (condition, then, requirement) => new AccessRule { If = condition, Then = then, Require = requirement });

    private static readonly Gen<AccessAnswer> Refusal = Gen.OneOf(
        Number.Select(status => new AccessAnswer { Status = status }), Text.Select(url => new AccessAnswer { Redirect = url }), Gen.Bool.Select(close => new AccessAnswer { Close = close }), Gen.Const(() => new AccessAnswer()));

    private static readonly Gen<AccessConfig> Access = Gen.Select(Rule.Array[0, 2], Gen.Enum<AccessDecision>(), Maybe(Refusal), Gen.Enum<Enforcement>(),
        (rules, otherwise, answer, mode) => new AccessConfig { Rules = { rules }, Otherwise = otherwise, Answer = answer, Mode = mode });

    private static readonly Gen<RouteAccess> SomeAccess = Gen.Select(Text, Gen.OneOf<bool?>(null, true, false), (policy, inherit) =>
    {
        var access = new RouteAccess { Policy = policy };
        if (inherit is { } yes)
        {
            access.Inherit = yes;
        }

        return access;
    });

    private static readonly Gen<LimitConfig> Limit =
        from rate in Text
        from numbers in Number.Array[3]
        from algorithm in Gen.Enum<LimitAlgorithm>()
        from key in Text.Array[0, 2]
        from exempt in Text.Array[0, 2]
        from scope in Gen.Enum<LimitScope>()
        from mode in Gen.Enum<Enforcement>()
        select new LimitConfig
        {
            Rate = rate,
            Burst = numbers[0],
            Concurrency = numbers[1],
            Algorithm = algorithm,
            Key = { key },
            Ipv6Prefix = numbers[2],
            Exempt = { exempt },
            Scope = scope,
            Mode = mode,
        };

    // A destination is never a URL: names have no colon.
    private static readonly Gen<Destination> To = Gen.Select(Name, Gen.Bool, Number, (service, hasWeight, weight) => hasWeight ? new Destination { Service = service, Weight = weight } : new Destination { Service = service });

    private static readonly Gen<RouteConfig> Route =
        from hosts in Gen.OneOf(Text, Name).Array[0, 2]
        from paths in Text.Array[0, 2]
        from methods in Text.Array[0, 2]
        from headers in Gen.Dictionary(Filled, Match)[0, 2]
        from query in Gen.Dictionary(Filled, Match)[0, 2]
        from to in To.Array[0, 2]
        from redirect in Maybe(Gen.Select(Text, Number, (url, status) => new Redirect { To = url, Status = status }))
        from respond in Maybe(Gen.Select(Number, Text, Text, (status, body, type) => new Respond { Status = status, Body = body, ContentType = type }))
        from request in Maybe(Gen.Select(Text, Maybe(Changes), Gen.ULong, (prefix, changes, maxBody) => new RequestTransform { StripPrefix = prefix, Headers = changes, MaxBody = maxBody }))
        from response in Maybe(Gen.Select(Maybe(Changes), Gen.Int[0, 2], (changes, security) => new ResponseTransform { Headers = changes, SecurityHeaders = (SecurityHeaders)security }))
        from priority in Gen.Int
        from limits in Text.Array[0, 2]
        from access in Maybe(SomeAccess)
        from cors in Maybe(Gen.Select(Text.Array[0, 2], Text.Array[0, 2], Gen.Bool, (origins, names, credentials) =>
            new Cors { Origins = { origins }, Methods = { names }, Headers = { origins }, Exposed = { names }, Credentials = credentials }))
        from compression in Maybe(Gen.Select(Text.Array[0, 2], Gen.ULong, (types, size) => new Compression { Types_ = { types }, MinSize = size }))
        select new RouteConfig
        {
            Hosts = { hosts },
            Paths = { paths },
            Methods = { methods },
            Headers = { headers },
            Query = { query },
            To = { to },
            Redirect = redirect,
            Respond = respond,
            Request = request,
            Response = response,
            Priority = priority,
            Limits = { limits },
            Access = access,
            Cors = cors,
            Compression = compression,
        };

    private static readonly Gen<Action<Resource>> Config = Gen.OneOf(
        Listener.Select(config => (Action<Resource>)(resource => resource.Listener = config)),
        Certificate.Select(config => (Action<Resource>)(resource => resource.Certificate = config)),
        Service.Select(config => (Action<Resource>)(resource => resource.Service = config)),
        Route.Select(config => (Action<Resource>)(resource => resource.Route = config)),
        Access.Select(config => (Action<Resource>)(resource => resource.Access = config)),
        Limit.Select(config => (Action<Resource>)(resource => resource.Limit = config)),
        Gen.Select(Text.Array[0, 2], Text.Array[0, 2], Text, (proxies, limits, access) =>
            (Action<Resource>)(resource => resource.Settings = new SettingsConfig { TrustedProxies = { proxies }, Limits = { limits }, Access = access })));

    /// <summary>One resource.</summary>
    public static Gen<Resource> Resource { get; } =
        from name in Name
        from groups in Gen.OneOf(Gen.Const(System.Array.Empty<string>()), Name.Array[0, 2])
        from labels in Gen.OneOf(Gen.Const(new Dictionary<string, string>()), Gen.Dictionary(Filled, Text)[0, 2])
        from config in Config
        select Make(name, groups, labels, config);

    /// <summary>A site as people write it: a service, and a route of the same name that goes there.</summary>
    private static Gen<Resource[]> Site { get; } =
        from name in Gen.OneOf("a.example", "b.example", "c")
        from groups in Gen.OneOf<string[]>([], ["eu"])
        from otherGroups in Gen.OneOf<string[]>([], [], ["eu"])
        from weight in Gen.Bool
        from paths in Gen.OneOf<string[]>([], ["/x"])
        select new[]
        {
            Make(name, groups, [], resource => resource.Service = new ServiceConfig { Endpoints = { weight ? new Endpoint { Url = "http://x:1" } : new Endpoint { Url = "http://x:1", Weight = 1 } } }),
            Make(name, otherGroups, [], resource => resource.Route = new RouteConfig { Hosts = { name.Replace("c", "c.example", StringComparison.Ordinal) }, Paths = { paths }, To = { new Destination { Service = name } } }),
        };

    /// <summary>Several resources, unique by kind and name, in order.</summary>
    public static Gen<IReadOnlyList<Resource>> Resources { get; } = Gen.Select(Resource.Array[0, 6], Site.Array[0, 2], (some, sites) =>
        (IReadOnlyList<Resource>)[.. some.Concat(sites.SelectMany(site => site)).DistinctBy(resource => (resource.ConfigCase, resource.Name)).Order(ResourceOrder.Instance)]);

    private static Resource Make(string name, string[] groups, Dictionary<string, string> labels, Action<Resource> config)
    {
        var resource = new Resource { Name = name, Groups = { groups }, Labels = { labels } };
        config(resource);
        resource.Name = resource.Settings is null ? name : "settings";
        return resource;
    }

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.Select(Gen.Bool, gen, (isThere, value) => isThere ? value : null);
}
