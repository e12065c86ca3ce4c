using FrontDesk.Edge.Answers;
using FrontDesk.Routing.Cors;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FrontDesk.Edge.Cors;

/// <summary>Tells browsers which sites' scripts may use a route (WHATWG Fetch, "CORS protocol").</summary>
internal static class CorsAnswer
{
    // What a browser asks for in one preflight; more is no browser's.
    private const int LongestRequest = 4096;

    /// <summary>Whether the request is a preflight.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        CorsModel.IsPreflight(request.Method, request.Headers.Origin, request.Headers.AccessControlRequestMethod);

    /// <summary>Answers a preflight.</summary>
    public static Task AnswerPreflightAsync(HttpContext context, CorsModel cors)
    {
        var headers = context.Response.Headers;
        headers.Vary = new StringValues([HeaderNames.AccessControlRequestMethod, HeaderNames.AccessControlRequestHeaders]);
        if (cors.Allows(context.Request.Headers.Origin.ToString()))
        {
            headers.AccessControlAllowMethods = cors.Methods;
            headers.AccessControlMaxAge = cors.MaxAge;
            if (cors.AllowsAllHeaders)
            {
                // Repeated, as `*` says nothing where there are credentials.
                var asked = context.Request.Headers.AccessControlRequestHeaders.ToString();
                headers.AccessControlAllowHeaders = asked.Length is > 0 and <= LongestRequest && !asked.AsSpan().ContainsAnyExceptInRange(' ', '~') ? asked : StringValues.Empty;
            }
            else if (cors.Headers.Length > 0)
            {
                headers.AccessControlAllowHeaders = cors.Headers;
            }
        }

        return OwnAnswer.PreflightAsync(context);
    }

    /// <summary>Writes who may read an answer, in place of what the service says of it.</summary>
    public static void Apply(CorsModel cors, HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Remove(HeaderNames.AccessControlAllowOrigin);
        headers.Remove(HeaderNames.AccessControlAllowCredentials);
        headers.Remove(HeaderNames.AccessControlExposeHeaders);
        if (!cors.AllowsAll)
        {
            // Also for who sends none: caches must not give one's answer to the other.
            headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.Origin);
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !cors.Allows(origin))
        {
            return;
        }

        headers.AccessControlAllowOrigin = cors.AllowsAll ? "*" : origin;
        if (cors.Credentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }

        if (cors.Exposed.Length > 0)
        {
            headers.AccessControlExposeHeaders = cors.Exposed;
        }
    }
}
