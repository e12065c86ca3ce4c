using FrontDesk.Admin.V1;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Services;

namespace FrontDesk.Routing.Explain;

/// <summary>Says what a service sees of a request.</summary>
internal static class Rewriting
{
    private const string DefaultClient = "192.0.2.1";

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
        var client = request.Client.Length == 0 ? DefaultClient : request.Client;
        foreach (var header in request.Headers.Where(static header => !header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            Set(header.Name, header.Value);
        }

        Set("Host", host);
        Set("X-Forwarded-For", client);
        Set("X-Forwarded-Proto", url.Scheme);
        Set("X-Forwarded-Host", authority);
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
}
