using System.Globalization;
using FrontDesk.Edge.Answers;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>The answer to a request that a limit refuses: 429 (RFC 6585 §4), when to come again, and which limit it was.</summary>
internal static class LimitAnswer
{
    private const long Second = 1_000_000_000;

    /// <summary>Refuses the request.</summary>
    public static Task RefuseAsync(HttpContext context, LimitModel limit, Verdict verdict)
    {
        OwnAnswer.Begin(context, Refusals.RateLimited);
        var headers = context.Response.Headers;
        headers.RetryAfter = Math.Max(1, Seconds(verdict.Wait)).ToString(CultureInfo.InvariantCulture);
        // draft-ietf-httpapi-ratelimit-headers: items of structured fields, named as the limit is.
        headers["RateLimit-Policy"] = limit.Policy;
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{limit.Name}\";r={verdict.Remaining};t={Seconds(verdict.Reset)}");
        return OwnAnswer.EndAsync(context, Refusals.RateLimited);
    }

    private static long Seconds(long nanoseconds) => (nanoseconds + Second - 1) / Second;
}
