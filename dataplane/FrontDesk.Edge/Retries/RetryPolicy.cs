using FrontDesk.Routing.Retries;

namespace FrontDesk.Edge.Retries;

/// <summary>Says what may be sent again.</summary>
internal static class RetryPolicy
{
    /// <summary>RFC 9110 §9.2.2: to send these twice has the effect of sending them once. TRACE is refused before.</summary>
    public static bool IsIdempotent(string method) => method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE";

    /// <summary>Whether the policy names what happened. Whether it is safe is another question.</summary>
    public static bool Names(RetriesModel policy, Outcome outcome, int status) => outcome switch
    {
        Outcome.NotConnected => policy.AfterConnectFailure,
        Outcome.Reset => policy.AfterReset,
        Outcome.Answered => Array.IndexOf(policy.AfterStatuses, status) >= 0,
        _ => false,
    };
}
