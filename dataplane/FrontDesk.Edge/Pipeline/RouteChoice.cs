namespace FrontDesk.Edge.Pipeline;

/// <summary>Finds the route. Where there is none, the request goes on without one: what holds for the whole desk holds for it too.</summary>
internal sealed class RouteChoice(RequestDelegate next)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        exchange.Route = exchange.Snapshot!.Model.Match(new HttpRequestFacts(context.Request, exchange));
        return next(context);
    }
}
