using FrontDesk.Edge.Pipeline;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FrontDesk.Edge.Compression;

/// <summary>Asks the route, in place of one setting for the whole server, which answers are compressed; the rest is ASP.NET's.</summary>
internal sealed class RouteCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
{
    /// <summary>
    /// Whether the answer, whose head is complete, is compressed for clients that can read it. For one that can, the service's tag is but a weak one of the bytes to
    /// come (RFC 9110 §8.8.1), and parts of them cannot be asked for. Asked once, when the head is sent.
    /// </summary>
    public override bool ShouldCompressResponse(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (context.Exchange().Route?.Compression is not { } compression
            || headers.ContentLength < compression.MinSize
            || headers.ContainsKey(HeaderNames.ContentEncoding)
            || headers.ContainsKey(HeaderNames.ContentRange)
            || headers.CacheControl.ToString().Contains("no-transform", StringComparison.OrdinalIgnoreCase)
            || !compression.Covers(headers.ContentType.ToString()))
        {
            return false;
        }

        if (GetCompressionProvider(context) is not null)
        {
            headers.Remove(HeaderNames.AcceptRanges);
            if (headers.ETag.ToString() is ['"', ..] tag)
            {
                headers.ETag = $"W/{tag}";
            }
        }

        return true;
    }
}
