using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>Holds a request to the limits of the settings and of its route, in this order; the first that refuses answers.</summary>
internal sealed class Limiting(RequestDelegate next, LimitState state, LimitMetrics metrics, LimitWatch watch)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        var desk = exchange.Snapshot!.Model.Settings.Limits;
        var route = exchange.Route?.Limits ?? [];
        if (desk.Length + route.Length == 0)
        {
            return next(context);
        }

        List<ulong>? underWay = null;
        var refused = Check(desk, context, exchange, ref underWay, out var verdict) ?? Check(route, context, exchange, ref underWay, out verdict);
        if (refused is null)
        {
            return underWay is null ? next(context) : GoOnAsync(context, underWay);
        }

        End(underWay);
        exchange.Limit = refused.Name;
        return LimitAnswer.RefuseAsync(context, refused, verdict);
    }

    /// <summary>The first of some limits that refuses; null where none does.</summary>
    private LimitModel? Check(string[] limits, HttpContext context, Exchange exchange, ref List<ulong>? underWay, out Verdict verdict)
    {
        verdict = default;
        foreach (var name in limits)
        {
            if (!exchange.Snapshot!.Model.Limits.TryGetValue(name, out var limit) || limit.Exempt?.Contains(exchange.ClientAddress) == true)
            {
                continue;
            }

            var key = LimitKey.Of(limit, context, exchange, state.Secret);
            verdict = state.Take(limit, key, state.TimeOf(exchange.Began), out var isCounted);
            watch.Current?.Note(limit, key, context, exchange, verdict);
            if (verdict.IsAdmitted)
            {
                if (isCounted && limit.Method == LimitMethod.Concurrency)
                {
                    (underWay ??= []).Add(key);
                }

                continue;
            }

            metrics.Refused(name, limit.IsReport);
            if (!limit.IsReport)
            {
                return limit;
            }

            exchange.LimitReported = name;
        }

        return null;
    }

    private async Task GoOnAsync(HttpContext context, List<ulong> underWay)
    {
        try
        {
            await next(context);
        }
        finally
        {
            End(underWay);
        }
    }

    private void End(List<ulong>? underWay)
    {
        if (underWay is null)
        {
            return;
        }

        foreach (var key in underWay)
        {
            state.End(key);
        }
    }
}
