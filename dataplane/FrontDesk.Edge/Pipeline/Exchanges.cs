namespace FrontDesk.Edge.Pipeline;

/// <summary>Finds a request's exchange.</summary>
internal static class Exchanges
{
    /// <summary>The exchange that <see cref="Recording"/> began.</summary>
    public static Exchange Exchange(this HttpContext context) =>
        context.Features.Get<Exchange>() ?? throw new InvalidOperationException("The request has no exchange: Recording must be the outermost step.");
}
