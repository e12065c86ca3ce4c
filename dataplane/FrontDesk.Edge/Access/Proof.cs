using FrontDesk.Edge.Answers;

namespace FrontDesk.Edge.Access;

/// <summary>What a client's credentials came to: who it is, or why it is refused.</summary>
/// <param name="Refusal">Why it is refused; null where it is let in.</param>
/// <param name="Challenge">What a client is asked for that is refused with 401 (RFC 9110 §11.6.1); null for nothing.</param>
/// <param name="RetryAfter">In how many seconds it may come again; null to leave that open.</param>
internal readonly record struct Proof(Refusal? Refusal, string? Challenge = null, string? RetryAfter = null)
{
    /// <summary>It is let in.</summary>
    public static Proof Accepted => default;
}
