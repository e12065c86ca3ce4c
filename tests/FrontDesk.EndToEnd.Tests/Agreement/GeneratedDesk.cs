using System.Globalization;
using System.Text;

namespace FrontDesk.EndToEnd.Tests.Agreement;

/// <summary>A configuration with all that routes can say, the same for the same seed.</summary>
internal sealed class GeneratedDesk
{
    /// <summary>Host names of routes: exact ones, wildcards within and beside them, and the default route.</summary>
    private static readonly string[] Hosts =
        ["shop.test", "www.shop.test", "a.b.shop.test", "*.shop.test", "*.b.shop.test", "api.test", "*.test", "xn--bcher-kva.test", "other.example", "*"];

    /// <summary>Paths of routes, each kind that the language has.</summary>
    private static readonly string[] Paths =
    [
        "", "/", "/*", "/api", "/api/*", "/api/v1/*", "/api/v1/users", "/api/{version}/users", "/users/{id}", "/users/{id}/posts", "/users/{id}/posts/*", "/users/me",
        "/Exact", "/exact", "/files/*", "/files/{name}", "/a%20b/*", "~/re/[a-z]+", "~/re/.*", "~/(files|api)/.*\\.png", "~.*\\.php",
    ];

    private static readonly string[] Conditions =
    [
        "", "", "", "", "methods: [GET]", "methods: [POST, PUT]", "headers: { x-beta: \"1\" }", "headers: { x-tenant: { regex: \"[a-z]+\" } }", "headers: { x-debug: { present: false } }",
        "headers: { x-debug: { present: true } }", "query: { v: \"2\" }", "query: { v: { regex: \"[0-9]+\" }, w: { present: true } }", "methods: [GET], headers: { x-beta: \"1\" }, query: { v: \"2\" }",
        "methods: [DELETE, OPTIONS]",
    ];

    private readonly Random _random;
    private readonly StringBuilder _routes = new();
    private int _count;

    /// <summary>Generates a configuration.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="plainPort">The port of the listener `plain`.</param>
    /// <param name="redirectPort">The port of the listener `redirecting`.</param>
    /// <param name="tlsPort">The port of the listener `tls`.</param>
    /// <param name="services">Where the services `one`, `two` and `three` are.</param>
    public GeneratedDesk(int seed, int plainPort, int redirectPort, int tlsPort, IReadOnlyList<string> services)
    {
        _random = new Random(seed);
        foreach (var host in Hosts)
        {
            AddRoutes(host);
        }

        Document = string.Create(CultureInfo.InvariantCulture, $$"""
            listeners:
              plain:       { bind: ":{{plainPort}}", protocol: http }
              redirecting: { bind: ":{{redirectPort}}", protocol: http, redirectToHttps: { port: {{tlsPort}}, status: 307 } }
              tls:         { bind: ":{{tlsPort}}", protocol: https }
            certificates:
              shop:  { names: [shop.test, "*.shop.test", "*.b.shop.test"], internal: {} }
              tests: { names: ["*.test"], internal: {} }
            services:
              one:   {{services[0]}}
              two:   { endpoints: ["{{services[1]}}"], host: endpoint, balance: round-robin }
              three: { endpoints: ["{{services[2]}}/base"], host: inner.example, balance: random }
            routes:
            {{_routes}}
            """);
    }

    /// <summary>The document.</summary>
    public string Document { get; }

    private void AddRoutes(string host)
    {
        var taken = new HashSet<(string, string)>();
        for (var i = 0; i < 14; i++)
        {
            var path = Pick(Paths);
            var conditions = Pick(Conditions);
            // No path and `/*` are the same.
            if (!taken.Add((path.Length == 0 ? "/*" : path, conditions)))
            {
                continue;
            }

            string[] parts =
            [
                $"hosts: [\"{host}\"]",
                path.Length == 0 ? "" : $"paths: ['{path}']",
                conditions,
                _random.Next(8) == 0 ? string.Create(CultureInfo.InvariantCulture, $"priority: {_random.Next(-3, 4)}") : "",
                .. Action(path),
            ];
            _routes.AppendLine(CultureInfo.InvariantCulture, $"  r{++_count}: {{ {string.Join(", ", parts.Where(part => part.Length > 0))} }}");
        }
    }

    private IEnumerable<string> Action(string path)
    {
        switch (_random.Next(11))
        {
            case 0:
                return [$"redirect: {{ to: \"https://moved.example{{path}}{{query}}\", status: {Pick(["301", "302", "303", "307", "308"])} }}"];
            case 1:
                return ["redirect: { to: \"{scheme}://{host}/elsewhere{query}\" }"];
            case 2:
                return [$"respond: {{ status: {Pick(["200", "403", "410", "599"])}, body: fixed }}"];
            default:
                var to = Pick(["one", "two", "three", "[{ service: one, weight: 3 }, two, { service: three, weight: 0 }]"]);
                return [$"to: {to}", Request(path), Pick(["", "response: { headers: { set: { x-frame-options: DENY }, remove: [x-service] } }"])];
        }
    }

    private string Request(string path)
    {
        var strip = _random.Next(2) == 0 ? path switch
        {
            "/api/*" or "/api/v1/*" or "/api/v1/users" => "stripPrefix: /api",
            "/files/*" => "stripPrefix: /files",
            "/a%20b/*" => "stripPrefix: /a%20b",
            "/users/me" => "stripPrefix: /users/me",
            _ => "",
        } : "";
        var headers = Pick(["", "", "headers: { set: { x-from: frontdesk, x-beta: set }, add: { x-tenant: added }, remove: [x-debug, x-spare] }", "headers: { remove: [user-agent, x-tenant] }"]);
        var changes = string.Join(", ", new[] { strip, headers }.Where(part => part.Length > 0));
        return changes.Length == 0 ? "" : $"request: {{ {changes} }}";
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
