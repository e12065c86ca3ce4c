using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Maintenance;
using FrontDesk.Edge.Transforms;

namespace FrontDesk.Edge.Pipeline;

/// <summary>Finds the route, and answers for those that need no service.</summary>
internal sealed class RouteChoice(RequestDelegate next)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        var route = exchange.Snapshot!.Model.Match(new HttpRequestFacts(context.Request, exchange));
        if (route is null)
        {
            return OwnAnswer.RefuseAsync(context, Refusals.NoRoute);
        }

        exchange.Route = route;
        if (route.Maintenance is { } maintenance)
        {
            return MaintenanceAnswer.WriteAsync(context, maintenance);
        }

        return route.Redirect is not null || route.Respond is not null ? RouteAnswer.WriteAsync(context, exchange, route) : next(context);
    }
}
