using FrontDesk.Edge.Pipeline;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;

namespace FrontDesk.Edge.Compression;

/// <summary>Compresses the answers of routes that say so, for clients that can read it. Others pass at the cost of one look.</summary>
internal sealed class Compressing(RequestDelegate next, IResponseCompressionProvider compression)
{
    private readonly ResponseCompressionMiddleware _compress = new(next, compression);

    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context) =>
        context.Exchange().Route?.Compression is not null && context.Request.Headers.AcceptEncoding.Count > 0 ? CompressAsync(context) : next(context);

    private async Task CompressAsync(HttpContext context)
    {
        // What comes before the compression counts the service's bytes; the log tells of those that went to the client.
        var sent = new CountedAnswer(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(sent);
        try
        {
            await _compress.Invoke(context);
        }
        finally
        {
            context.Exchange().ResponseBytes = sent.Bytes;
        }
    }
}
