using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Access;

namespace FrontDesk.Edge.Access;

/// <summary>Lets in whom the policies of the settings and of the route let in; the first that refuses answers.</summary>
internal sealed class Admission(RequestDelegate next, AccessMetrics metrics, TimeProvider clock)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        var desk = exchange.Route is { InheritsAccess: false } ? null : exchange.Snapshot!.Model.Settings.Access;
        var route = exchange.Route?.Access;
        if (desk is null && route is null)
        {
            return next(context);
        }

        return (Refusing(desk, context, exchange) ?? Refusing(route, context, exchange)) is { } policy
            ? AccessAnswer.RefuseAsync(context, exchange, policy)
            : next(context);
    }

    /// <summary>The policy of this name where it refuses the request; null where it lets it in, or there is none.</summary>
    private AccessModel? Refusing(string? name, HttpContext context, Exchange exchange)
    {
        if (name is null || !exchange.Snapshot!.Model.Access.TryGetValue(name, out var policy))
        {
            return null;
        }

        var verdict = policy.Decide(new HttpRequestFacts(context.Request, exchange), exchange.ClientAddress, policy.AsksForTime ? clock.GetUtcNow() : default);
        if (policy.IsReport)
        {
            if (!verdict.IsAllowed)
            {
                metrics.Denied(name, isReport: true);
                exchange.AccessReported = name;
            }

            return null;
        }

        exchange.Access = name;
        exchange.IsDenied = !verdict.IsAllowed;
        if (verdict.IsAllowed)
        {
            return null;
        }

        metrics.Denied(name, isReport: false);
        return policy;
    }
}
