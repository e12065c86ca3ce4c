using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Maintenance;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Edge.Transforms;

/// <summary>Answers where no service is needed: for routes that are closed, redirects or fixed texts, and where there is no route.</summary>
internal sealed class RouteAnswer(RequestDelegate next)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        return exchange.Route switch
        {
            null => OwnAnswer.RefuseAsync(context, Refusals.NoRoute),
            { Maintenance: { } maintenance } => MaintenanceAnswer.WriteAsync(context, maintenance),
            { Redirect: { } redirect } =>
                OwnAnswer.RedirectAsync(context, redirect.Status, redirect.Expand(exchange.Scheme, exchange.Host, exchange.Path, exchange.Query), "redirect"),
            { Respond: { } respond } => RespondAsync(context, exchange, respond),
            _ => next(context),
        };
    }

    private static Task RespondAsync(HttpContext context, Exchange exchange, RespondModel respond)
    {
        exchange.EndedBy = EndedBy.Edge;
        exchange.Reason = "respond";
        return OwnAnswer.WriteAsync(context, respond.Status, respond.ContentType, respond.Body);
    }
}
