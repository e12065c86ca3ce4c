using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Maintenance;

namespace FrontDesk.Edge.Maintenance;

/// <summary>Answers for routes and services that are closed.</summary>
internal static class MaintenanceAnswer
{
    /// <summary>Writes the answer.</summary>
    public static Task WriteAsync(HttpContext context, MaintenanceModel maintenance)
    {
        if (maintenance.Page is null)
        {
            return OwnAnswer.RefuseAsync(context, Refusals.Maintenance, maintenance.RetryAfter);
        }

        var exchange = context.Exchange();
        exchange.EndedBy = EndedBy.Edge;
        exchange.Reason = Refusals.Maintenance.Reason;
        context.Response.Headers.RetryAfter = maintenance.RetryAfter;
        context.Response.Headers.CacheControl = "no-store";
        return OwnAnswer.WriteAsync(context, Refusals.Maintenance.Status, "text/html; charset=utf-8", maintenance.Page);
    }
}
