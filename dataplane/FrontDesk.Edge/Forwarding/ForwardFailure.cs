using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Pipeline;
using Yarp.ReverseProxy.Forwarder;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Makes out of the forwarder's error who ended the exchange and why, and what the client is told.</summary>
internal static class ForwardFailure
{
    /// <summary>Notes who and why; returns the answer to give, null where none can be given any more. An answer that had begun is broken off.</summary>
    public static Refusal? Note(HttpContext context, Exchange exchange, ForwarderError error, Deadline deadline)
    {
        if (deadline.IsCompleted)
        {
            // The service answered without the rest of the request, or the client did not send it; the answer is whole.
            return null;
        }

        var failure = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (deadline.IsOver)
        {
            return ByTime(context, exchange, deadline);
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            exchange.EndedBy = EndedBy.Client;
            exchange.Reason = "client-gone";
            return null;
        }

        if (context.Response.HasStarted)
        {
            if (exchange.IsBodyTooLarge)
            {
                BreakOff(context, exchange, EndedBy.Edge, Refusals.BodyTooLarge.Reason);
                return null;
            }

            BreakOff(context, exchange, EndedBy.Service, "answer-cut");
            return null;
        }

        exchange.Answered = 0;
        return error switch
        {
            _ when exchange.IsBodyTooLarge => Refusals.BodyTooLarge,
            ForwarderError.RequestTimedOut => Refusals.ConnectTimeout,
            ForwarderError.RequestCreation => throw new InvalidOperationException("The request for the service could not be written.", failure),
            ForwarderError.RequestBodyClient => Refusals.BodyMalformed,
            // The body was read before it was sent.
            _ when failure is BadHttpRequestException => Refusals.BodyMalformed,
            _ => Refusals.ServiceFailed,
        };
    }

    private static Refusal? ByTime(HttpContext context, Exchange exchange, Deadline deadline)
    {
        if (context.Response.HasStarted)
        {
            if (deadline.IsTunnel)
            {
                BreakOff(context, exchange, EndedBy.Edge, "tunnel-timeout");
                return null;
            }

            BreakOff(context, exchange, EndedBy.Edge, "idle-timeout");
            return null;
        }

        return !deadline.IsSending ? Refusals.FirstByteTimeout : deadline.IsAwaitingClient ? Refusals.BodyTimeout : Refusals.UploadTimeout;
    }

    /// <summary>The client must not take half an answer for a whole one: the connection, or the HTTP/2 stream, is reset.</summary>
    private static void BreakOff(HttpContext context, Exchange exchange, EndedBy by, string reason)
    {
        exchange.EndedBy = by;
        exchange.Reason = reason;
        context.Abort();
    }
}
