using FrontDesk.Admin.V1;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Services;

namespace FrontDesk.Routing.Explain;

/// <summary>Says what a service sees of a request.</summary>
internal static class Rewriting
{
    /// <summary>
    /// What edges do not pass on: hop-by-hop headers, and what they write themselves or take from trusted proxies only (the client is none here).
    /// The edges' list is FrontDesk.Edge's PassedHeaders; an end-to-end test holds the two to each other.
    /// </summary>
    private static readonly HashSet<string> NotPassed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "TE", "Upgrade", "HTTP2-Settings", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info",
        "Host", "X-Content-Length", "X-Real-IP", "Forwarded", "X-Request-Id", "Via", "traceparent",
    };

    /// <summary>The request as the service's endpoint sees it.</summary>
    public static RewrittenRequest Rewrite(ExplainRequest request, ExplainedUrl url, string authority, ExplainedRequest facts, RouteModel route, ServiceModel service)
    {
        var endpoint = service.Endpoints.FirstOrDefault(static endpoint => endpoint.Weight > 0) ?? service.Endpoints[0];
        var rewritten = new RewrittenRequest
        {
            Method = facts.Method,
            Target = endpoint.BasePath + route.RewritePath(facts.Path) + url.Query,
        };
        var host = service.HostMode switch
        {
            HostMode.Endpoint => endpoint.Authority,
            HostMode.Fixed => service.FixedHost!,
            _ => authority,
        };
        var client = request.Client.Length == 0 ? ExplainedClient.Default : request.Client;
        var named = request.Headers.Where(static header => header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            .SelectMany(static header => header.Value.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        named.Remove("Content-Length");
        foreach (var header in request.Headers.Where(header => IsPassed(header.Name) && !named.Contains(header.Name)))
        {
            Set(header.Name, header.Value);
        }

        Set("Host", host);
        Set("X-Forwarded-For", client);
        Set("X-Forwarded-Proto", url.Scheme);
        Set("X-Forwarded-Host", authority);
        Set("X-Forwarded-Port", PortOf(authority, url.Scheme));
        Set("X-Real-IP", client);
        foreach (var name in route.RequestHeaders?.Remove ?? [])
        {
            Remove(name);
        }

        foreach (var (name, value) in route.RequestHeaders?.Set ?? [])
        {
            Remove(name);
            Set(name, value);
        }

        foreach (var (name, value) in route.RequestHeaders?.Add ?? [])
        {
            Set(name, value);
        }

        return rewritten;

        void Remove(string name)
        {
            foreach (var header in rewritten.Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                rewritten.Headers.Remove(header);
            }
        }

        void Set(string name, string value) => rewritten.Headers.Add(new Header { Name = name, Value = value });
    }

    private static bool IsPassed(string name) => !NotPassed.Contains(name) && !name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The port that the client asked for.</summary>
    private static string PortOf(string authority, string scheme)
    {
        var colon = authority.LastIndexOf(':');
        return colon > 0 && colon < authority.Length - 1 && !authority.EndsWith(']') ? authority[(colon + 1)..] : scheme == "https" ? "443" : "80";
    }
}
