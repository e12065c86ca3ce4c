using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Access;
using Microsoft.AspNetCore.Connections.Features;

namespace FrontDesk.Edge.Access;

/// <summary>The answer to a request that is not let in: an error, another place, or none.</summary>
internal static class AccessAnswer
{
    /// <summary>The status that the log shows where the connection was closed without an answer; never sent.</summary>
    public const int Closed = 444;

    /// <summary>Refuses a request for its credentials: as the policy says, where that says how; else the client is asked for better ones.</summary>
    public static async Task RefuseAsync(HttpContext context, Exchange exchange, AccessModel policy, Refusal refusal, string? challenge, string? retryAfter)
    {
        if (policy.HasAnswer && refusal.Status is (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden))
        {
            var answering = RefuseAsync(context, exchange, policy);
            exchange.Reason = refusal.Reason;
            await answering;
            return;
        }

        OwnAnswer.Begin(context, refusal);
        if (challenge is not null)
        {
            context.Response.Headers.WWWAuthenticate = challenge;
        }

        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await OwnAnswer.EndAsync(context, refusal);
    }

    /// <summary>Refuses the request.</summary>
    public static Task RefuseAsync(HttpContext context, Exchange exchange, AccessModel policy)
    {
        if (policy.Redirect is { } redirect)
        {
            context.Response.Headers.CacheControl = "no-store";
            return OwnAnswer.RedirectAsync(context, redirect.Status, redirect.Expand(exchange.Scheme, exchange.Host, exchange.Path, exchange.Query), Refusals.AccessDenied.Reason);
        }

        if (policy.Status == 0)
        {
            Close(context, exchange);
            return Task.CompletedTask;
        }

        var answering = OwnAnswer.RefuseAsync(context, policy.Status == StatusCodes.Status404NotFound ? Refusals.AccessHidden : Refusals.AccessDenied);
        // What is hidden from the client is told in the log.
        exchange.Reason = Refusals.AccessDenied.Reason;
        return answering;
    }

    /// <summary>Ends the connection: over HTTP/2 with all that is under way on it, or the client would see an answer of a kind.</summary>
    private static void Close(HttpContext context, Exchange exchange)
    {
        exchange.EndedBy = EndedBy.Edge;
        exchange.Reason = Refusals.AccessDenied.Reason;
        context.Response.StatusCode = Closed;
        context.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        context.Abort();
    }
}
