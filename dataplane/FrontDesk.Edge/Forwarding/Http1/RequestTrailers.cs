using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>The end of a chunked request (RFC 9112 §7.1.2): its last chunk, and the trailers that the client sent after its body.</summary>
internal static class RequestTrailers
{
    /// <summary>Where a request carries what its client's trailers are to be had from, once the body is read.</summary>
    public static readonly HttpRequestOptionsKey<IHttpRequestTrailersFeature> Key = new("frontdesk.trailers");

    private static readonly ReadOnlyMemory<byte> None = "0\r\n\r\n"u8.ToArray();

    // RFC 9110 §6.5.1: what frames, routes, modifies, authenticates or describes the message cannot come after it.
    private static readonly FrozenSet<string> Forbidden = FrozenSet.ToFrozenSet(
        [
            "Content-Length", "Transfer-Encoding", "Trailer", "Host", "Authorization", "Cookie", "Content-Encoding", "Content-Type", "Content-Range", "Cache-Control", "Expect",
            "Max-Forwards", "Pragma", "Range", "Age", "Date", "Expires", "Location", "Retry-After", "Vary", "Warning",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>The bytes that end the body. A trailer that cannot be passed on is left out: it belongs to nobody's framing.</summary>
    public static ReadOnlyMemory<byte> End(IHttpRequestTrailersFeature? client)
    {
        if (client is not { Available: true, Trailers.Count: > 0 })
        {
            return None;
        }

        var text = new StringBuilder("0\r\n");
        foreach (var (name, values) in client.Trailers)
        {
            foreach (var value in values)
            {
                if (value is not null && IsPassed(name, value))
                {
                    text.Append(name).Append(": ").Append(value).Append("\r\n");
                }
            }
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    private static bool IsPassed(string name, string value) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenCharacters) && !Forbidden.Contains(name) && PassedHeaders.ToService(name, fromTrustedProxy: false)
        && !value.AsSpan().ContainsAnyInRange('\0', '\b') && !value.AsSpan().ContainsAnyInRange('\n', '\u001f') && !value.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') && !value.Contains('\u007f');
}
