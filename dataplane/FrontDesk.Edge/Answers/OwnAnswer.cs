using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Transforms;

namespace FrontDesk.Edge.Answers;

/// <summary>Answers that come from the edge itself.</summary>
internal static class OwnAnswer
{
    // What RFC 9110 §9 and RFC 5789 define, without what is refused.
    private const string AllowedMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    /// <summary>Refuses the request, in the form that the client asked for, and notes why. The answer must not have started.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="retryAfter">In how many seconds the client may come again (RFC 9110 §10.2.3); null to leave that open.</param>
    public static Task RefuseAsync(HttpContext context, Refusal refusal, string? retryAfter = null)
    {
        Begin(context, refusal);
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return EndAsync(context, refusal);
    }

    /// <summary>Begins a refusal: what follows before <see cref="EndAsync"/> may add headers. The answer must not have started.</summary>
    public static void Begin(HttpContext context, Refusal refusal)
    {
        var exchange = context.Exchange();
        Note(exchange, refusal.Reason);
        var response = context.Response;
        response.Clear();
        response.Headers[ForwardingHeaders.RequestId] = exchange.RequestId;
        response.Headers.CacheControl = "no-store";
        if ((refusal.Close || ConnectionEncoding.AsksToClose(context.Request.Headers.Connection)) && !HttpProtocol.IsHttp2(exchange.Protocol))
        {
            response.Headers.Connection = "close";
        }

        if (refusal.Status == StatusCodes.Status405MethodNotAllowed)
        {
            response.Headers.Allow = AllowedMethods;
        }
    }

    /// <summary>Writes a refusal that was begun.</summary>
    public static Task EndAsync(HttpContext context, Refusal refusal)
    {
        var exchange = context.Exchange();
        var format = AnswerFormats.Choose(context.Request.Headers.Accept);
        return WriteAsync(context, refusal.Status, AnswerFormats.ContentType(format), AnswerFormats.Write(format, refusal, exchange.RequestId));
    }

    /// <summary>Sends the client elsewhere.</summary>
    public static Task RedirectAsync(HttpContext context, int status, string location, string reason)
    {
        Note(context.Exchange(), reason);
        context.Response.Headers.Location = location;
        return WriteAsync(context, status, null, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Answers an OPTIONS request that is meant for the edge.</summary>
    public static Task OptionsAsync(HttpContext context)
    {
        Note(context.Exchange(), "options");
        context.Response.Headers.Allow = AllowedMethods;
        return WriteAsync(context, StatusCodes.Status204NoContent, null, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Ends a preflight, whose headers are written.</summary>
    public static Task PreflightAsync(HttpContext context)
    {
        Note(context.Exchange(), "preflight");
        return WriteAsync(context, StatusCodes.Status204NoContent, null, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Writes a whole answer: with its length, and without its body where the method or the status has none.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (contentType is not null && !body.IsEmpty)
        {
            response.ContentType = contentType;
        }

        if (context.Exchange().Route is { } route)
        {
            AnswerHeaders.Apply(route, context);
        }

        if (status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentLength = body.Length;
        if (body.IsEmpty || HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        context.Exchange().ResponseBytes += body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static void Note(Exchange exchange, string reason)
    {
        exchange.EndedBy = EndedBy.Edge;
        exchange.Reason = reason;
    }
}
