using System.Globalization;
using System.Text;
using FrontDesk.Admin.V1;

namespace FrontDesk.EndToEnd.Tests.Agreement;

/// <summary>A request to send and to explain.</summary>
/// <param name="Number">Tells it from the others: sent as the header x-case.</param>
/// <param name="Scheme">`http` or `https`.</param>
/// <param name="Name">The host of the URL: what TLS asks for.</param>
/// <param name="Port">The port to connect to.</param>
/// <param name="Host">What is sent as Host.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query as they are sent.</param>
/// <param name="Headers">More headers.</param>
internal sealed record GeneratedRequest(
    int Number, string Scheme, string Name, int Port, string Host, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers)
{
    private static readonly string[] Names =
    [
        "shop.test", "www.shop.test", "a.b.shop.test", "x.b.shop.test", "deep.x.b.shop.test", "new.shop.test", "api.test", "nobody.test", "xn--bcher-kva.test", "other.example", "unknown.example",
        "127.0.0.1",
    ];

    private static readonly string[] Paths =
    [
        "/", "/api", "/api/", "/api/x", "/api/v1", "/api/v1/users", "/api/v2/users", "/api/v1/users/7", "/api/v1/x.png", "/users/7", "/users/me", "/users/", "/users/7/posts", "/users/7/posts/9",
        "/Exact", "/exact", "/EXACT", "/files/a%2Fb", "/files/a%2fb", "/files/a/b", "/files/", "/files/x.png", "/a%20b/c", "/re/abc", "/re/ABC", "/re/a/b", "/index.php", "/x/y/index.php", "/nothing/here",
    ];

    /// <summary>What odd clients do to paths; `{0}` is the path without its first slash.</summary>
    private static readonly string[] Odd =
    [
        "/./{0}", "/x/../{0}", "/../{0}", "/%2e%2e/{0}", "//{0}", "/{0}/..", "/{0}/.", "/{0}//", "/{0}/", "/{0}/%2E", "/{0}%2f", "/{0}%5c", "/{0}%00", "/{0}%zz", "/{0}%", "/{0}%7e", "/{0};v=1", "/{0}%C3%BC",
        "/{0}%c3", "/%61pi/{0}", "/{0}\\", "/{0}|", "/{0}%25", "/{0}+", "/{0}%3F",
    ];

    private static readonly string[] Queries =
        ["", "", "", "", "?", "?v=2", "?v=1&v=2", "?v=%32", "?V=2", "?v=3&w", "?v=x&w=", "?w=1&v=22", "?v=2#fragment", "?a=%zz", "?%76=2", "?v=2&x=/../", "?+v=2", "?v=+2"];

    private static readonly string[] Methods = ["GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PURGE"];

    private static readonly (string, string)[] Spare =
    [
        ("x-beta", "1"), ("X-Beta", "1"), ("x-beta", "2"), ("x-tenant", "acme"), ("x-tenant", "ACME"), ("x-debug", "yes"), ("x-debug", ""), ("x-spare", "a, b"), ("user-agent", "walker/1.0"), ("accept", "*/*"),
        ("accept", "text/html"), ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "spoofed.example"), ("X-Forwarded-Prefix", "/spoofed"), ("Forwarded", "for=203.0.113.9"),
        ("X-Real-IP", "203.0.113.9"), ("X-Request-Id", "spoofed"), ("Connection", "x-spare"), ("Connection", "keep-alive"), ("Keep-Alive", "timeout=5"), ("TE", "trailers"), ("Proxy-Authorization", "Basic eDp5"),
        ("cookie", "a=b"), ("referer", "http://x.test/"),
    ];

    /// <summary>The target as a client writes it into the request line: never with a fragment.</summary>
    public string SentTarget => Target.Split('#')[0];

    /// <summary>The trace that it is part of.</summary>
    public string TraceId => TraceIdOf(Number);

    /// <summary>The URL that a person would give to `explain`.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Name}:{Port}{Target}");

    /// <summary>Generates requests.</summary>
    public static IEnumerable<GeneratedRequest> Many(int seed, int count, int plainPort, int redirectPort, int tlsPort)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var (scheme, port) = random.Next(10) switch { 0 => ("http", redirectPort), < 5 => ("https", tlsPort), _ => ("http", plainPort) };
            var name = Pick(random, Names);
            yield return new GeneratedRequest(number, scheme, name, port, HostOf(random, name, port), Pick(random, Methods), TargetOf(random), HeadersOf(random, number));
        }
    }

    /// <summary>The question for the control plane.</summary>
    public ExplainRequest Explain() => new()
    {
        Url = Url,
        Method = Method,
        Client = "127.0.0.1",
        Headers = { Headers.Append(("Host", Host)).Select(static header => new Header { Name = header.Item1, Value = header.Item2 }) },
    };

    /// <summary>The bytes for the edge, one character each.</summary>
    public string Wire()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Method} {SentTarget} HTTP/1.1\r\nHost: {Host}\r\n");
        foreach (var (name, value) in Headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return text.Append("\r\n").ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Url}\n{Wire().TrimEnd()}";

    private static string HostOf(Random random, string name, int port) => random.Next(12) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name,
        2 => name + ".",
        3 => Pick(random, Names),
        4 => string.Create(CultureInfo.InvariantCulture, $"{Pick(random, Names)}:{port}"),
        5 => random.Next(6) == 0 ? Pick(random, ["bad_host.test", "a..b", "shop.test:99999", "shop.test:", "-x.test", "[::1]", "shop test"]) : name,
        _ => string.Create(CultureInfo.InvariantCulture, $"{name}:{port}"),
    };

    private static string TargetOf(Random random)
    {
        var path = Pick(random, Paths);
        if (random.Next(4) == 0)
        {
            path = string.Format(CultureInfo.InvariantCulture, Pick(random, Odd), path[1..]);
        }

        return path + Pick(random, Queries);
    }

    private static List<(string, string)> HeadersOf(Random random, int number)
    {
        List<(string, string)> headers = [("x-case", number.ToString(CultureInfo.InvariantCulture)), ("traceparent", $"00-{TraceIdOf(number)}-0000000000000001-01")];
        for (var more = random.Next(5); more > 0; more--)
        {
            var spare = Spare[random.Next(Spare.Length)];
            // Where `keep-alive` stands beside others, Kestrel forgets the others before an edge sees them.
            if (spare.Item1 != "Connection" || headers.TrueForAll(static header => header.Item1 != "Connection"))
            {
                headers.Add(spare);
            }
        }

        return headers;
    }

    private static string TraceIdOf(int number) => (number + 1).ToString("x32", CultureInfo.InvariantCulture);

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
