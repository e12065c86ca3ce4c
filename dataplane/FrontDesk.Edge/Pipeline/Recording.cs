using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.Metrics;
using FrontDesk.Edge.Snapshots;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// The outermost step: begins the exchange, capturing the one snapshot that the request sees, and at its end writes the log line and
/// counts it, however it ended.
/// </summary>
internal sealed partial class Recording(RequestDelegate next, CurrentSnapshot current, AccessLog log, RequestMetrics metrics, TimeProvider clock, ILogger<Recording> logger)
{
    /// <summary>The status that the log shows where the client left before it got one; never sent.</summary>
    public const int ClientClosedRequest = 499;

    /// <summary>Takes the step.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var exchange = Begin(context);
        metrics.Begin();
        try
        {
            await next(context);
        }
        catch (Exception failure)
        {
            await FailAsync(context, exchange, failure);
        }
        finally
        {
            End(context, exchange);
        }
    }

    private Exchange Begin(HttpContext context)
    {
        var request = context.Request;
        var tls = context.Features.Get<ITlsHandshakeFeature>();
        var snapshot = current.Value;
        var exchange = new Exchange
        {
            Snapshot = snapshot,
            Listener = context.Features.GetRequiredFeature<IListenerFeature>().In(snapshot),
            Began = clock.GetTimestamp(),
            Method = request.Method,
            Protocol = request.Protocol,
            RequestId = Ids.NewRequestId(),
            Scheme = tls is null ? "http" : "https",
            Tls = tls?.Protocol ?? default,
        };
        context.Features.Set(exchange);
        return exchange;
    }

    private async Task FailAsync(HttpContext context, Exchange exchange, Exception failure)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            exchange.EndedBy = EndedBy.Client;
            exchange.Reason = "client-gone";
            return;
        }

        // Kestrel reports a client's broken body so.
        if (failure is BadHttpRequestException malformed && !context.Response.HasStarted)
        {
            await OwnAnswer.RefuseAsync(context, malformed.StatusCode == StatusCodes.Status408RequestTimeout ? Refusals.BodyTimeout : Refusals.BodyMalformed);
            return;
        }

        Failed(logger, failure, exchange.RequestId);
        if (context.Response.HasStarted)
        {
            exchange.EndedBy = EndedBy.Edge;
            exchange.Reason = Refusals.EdgeFailed.Reason;
            context.Abort();
            return;
        }

        await OwnAnswer.RefuseAsync(context, Refusals.EdgeFailed);
    }

    private void End(HttpContext context, Exchange exchange)
    {
        exchange.Status = exchange.EndedBy == EndedBy.Client && !context.Response.HasStarted ? ClientClosedRequest : context.Response.StatusCode;
        exchange.Ended = clock.GetTimestamp();
        if (exchange.Path.Length == 0)
        {
            ShowAsSent(context, exchange);
        }

        metrics.End(exchange);
        log.Write(exchange);
    }

    /// <summary>For the log of a request that was refused before its path was found well-formed.</summary>
    private static void ShowAsSent(HttpContext context, Exchange exchange)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?');
        exchange.Path = mark < 0 ? target : target[..mark];
        exchange.Query = mark < 0 ? "" : target[mark..];
    }

    [LoggerMessage(2600, LogLevel.Error, "Request {RequestId} failed inside the edge. This is a bug: please report it with this text.")]
    private static partial void Failed(ILogger logger, Exception failure, string requestId);
}
