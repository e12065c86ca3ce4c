using FrontDesk.Edge.Cors;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Routes;
using Microsoft.Net.Http.Headers;

namespace FrontDesk.Edge.Transforms;

/// <summary>What a route adds to the headers of every answer, a service's or the edge's own.</summary>
internal static class AnswerHeaders
{
    /// <summary>Applies it in the order: security headers, who may read the answer, the route's changes, which have the last word.</summary>
    public static void Apply(RouteModel route, HttpContext context)
    {
        if (route.SecurityHeaders is { } security)
        {
            Apply(security, context.Response.Headers, context.Exchange().Scheme);
        }

        if (route.Cors is { } cors)
        {
            CorsAnswer.Apply(cors, context);
        }

        if (route.ResponseHeaders is { } changes)
        {
            HeaderChanges.Apply(changes, context.Response.Headers);
        }
    }

    private static void Apply(SecurityHeadersModel security, IHeaderDictionary headers, string scheme)
    {
        foreach (var (name, value) in security.Always)
        {
            headers.TryAdd(name, value);
        }

        if (scheme == "https")
        {
            headers.TryAdd(HeaderNames.StrictTransportSecurity, security.TransportSecurity);
        }
    }
}
