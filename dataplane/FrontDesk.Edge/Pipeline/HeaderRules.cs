using System.Buffers;
using FrontDesk.Edge.Answers;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Pipeline;

/// <summary>What RFC 9110, 9112 and 9113 ask of a request's headers and Kestrel does not check.</summary>
internal static class HeaderRules
{
    /// <summary>Where Kestrel puts the Content-Length of a message that has a Transfer-Encoding too.</summary>
    public const string OverruledLength = "X-Content-Length";

    // RFC 9110 §5.6.2: what a name consists of.
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // RFC 9110 §5.5: visible characters, space, tab and the obsolete upper half.
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Append(0x7F).Select(c => (char)c)]);

    /// <summary>The refusal for the request's headers; null where they are right.</summary>
    public static Refusal? Check(HttpRequest request)
    {
        var headers = request.Headers;
        return (HttpProtocol.IsHttp2(request.Protocol) ? CheckConnectionHeaders(headers) : CheckFraming(request.Protocol, headers))
            ?? CheckExpect(headers.Expect)
            ?? (headers.Via.Count > 0 && Forwarding.Via.IsLoop(headers.Via) ? Refusals.Loop : null)
            ?? CheckCharacters(headers);
    }

    private static Refusal? CheckFraming(string protocol, IHeaderDictionary headers)
    {
        var coding = headers.TransferEncoding;
        if (coding.Count == 0)
        {
            return null;
        }

        if (HttpProtocol.IsHttp10(protocol))
        {
            return Refusals.CodingInHttp10;
        }

        return headers.ContainsKey(OverruledLength) || headers.ContentLength is not null ? Refusals.TwoLengths
            : coding.Count != 1 || !string.Equals(coding[0], "chunked", StringComparison.OrdinalIgnoreCase) ? Refusals.Coding
            : null;
    }

    private static Refusal? CheckConnectionHeaders(IHeaderDictionary headers) =>
        headers.Connection.Count > 0 || headers.KeepAlive.Count > 0 || headers.TransferEncoding.Count > 0 || headers.Upgrade.Count > 0
        || headers.ContainsKey("Proxy-Connection")
        || (headers.TE.Count > 0 && !(headers.TE.Count == 1 && string.Equals(headers.TE[0], "trailers", StringComparison.OrdinalIgnoreCase)))
            ? Refusals.ConnectionHeader
            : null;

    private static Refusal? CheckExpect(StringValues expect) =>
        expect.Count == 0 || (expect.Count == 1 && string.Equals(expect[0], "100-continue", StringComparison.OrdinalIgnoreCase)) ? null : Refusals.Expectation;

    private static Refusal? CheckCharacters(IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers)
        {
            // Over HTTP/2, Kestrel shows its checked pseudo-headers among the others; over HTTP/1.1 no name begins with a colon.
            if (name.AsSpan().ContainsAnyExcept(Token) && name[0] != ':')
            {
                return Refusals.HeaderName;
            }

            for (var i = 0; i < values.Count; i++)
            {
                if (values[i].AsSpan().ContainsAny(Controls))
                {
                    return Refusals.HeaderCharacters;
                }
            }
        }

        return null;
    }
}
