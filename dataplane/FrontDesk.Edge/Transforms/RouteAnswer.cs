using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Edge.Transforms;

/// <summary>Answers for routes that need no service: redirects and fixed texts.</summary>
internal static class RouteAnswer
{
    /// <summary>Writes the route's answer.</summary>
    public static Task WriteAsync(HttpContext context, Exchange exchange, RouteModel route)
    {
        if (route.Redirect is { } redirect)
        {
            return OwnAnswer.RedirectAsync(context, redirect.Status, redirect.Expand(exchange.Scheme, exchange.Host, exchange.Path, exchange.Query), "redirect");
        }

        exchange.EndedBy = EndedBy.Edge;
        exchange.Reason = "respond";
        var respond = route.Respond!;
        return OwnAnswer.WriteAsync(context, respond.Status, respond.ContentType, respond.Body);
    }
}
