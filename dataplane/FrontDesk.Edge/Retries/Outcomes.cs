using System.Security.Authentication;
using FrontDesk.Edge.Forwarding;

namespace FrontDesk.Edge.Retries;

/// <summary>Reads from what was thrown what became of a try.</summary>
internal static class Outcomes
{
    /// <summary>The outcome.</summary>
    /// <param name="failure">What the endpoint's connections threw.</param>
    /// <param name="deadline">The exchange's time limit.</param>
    /// <param name="cancellation">What the try was made under.</param>
    public static Outcome Of(Exception failure, Deadline deadline, CancellationToken cancellation) => failure switch
    {
        _ when deadline.IsOver => deadline.IsSending ? Outcome.NotItsFault : Outcome.TimedOut,
        _ when cancellation.IsCancellationRequested => Outcome.NotItsFault,
        BadHttpRequestException => Outcome.NotItsFault,
        // Nothing else than making the connection has a limit of its own.
        OperationCanceledException => Outcome.NotConnected,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => Outcome.NotConnected,
        HttpRequestException { InnerException: AuthenticationException } => Outcome.NotConnected,
        _ => Outcome.Reset,
    };
}
