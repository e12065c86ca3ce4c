using System.Security.Cryptography;
using System.Text;
using FrontDesk.Edge.Access;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>
/// A limit's key for people; see <see cref="LimitKey"/> for the one that is counted under. The same at every edge, so that edges' reports can be put together. A header's values
/// may be secrets (an API key), so only a hash of them is told.
/// </summary>
internal static class LimitKeyText
{
    private const int Longest = 300;

    /// <summary>The key; `all` where the limit counts all requests together.</summary>
    public static string Of(LimitModel limit, HttpContext context, Exchange exchange)
    {
        var text = limit.Key.Length == 0 ? "all" : string.Join(' ', limit.Key.Select(part => Part(part, limit, context, exchange)));
        return text.Length <= Longest ? text : text[..Longest];
    }

    private static string Part(LimitKeyPart part, LimitModel limit, HttpContext context, Exchange exchange) => part.Source switch
    {
        LimitKeySource.ClientIp => exchange.ClientAddress.Network(limit.IPv6Prefix).ToString(),
        LimitKeySource.Host => exchange.Host ?? "-",
        LimitKeySource.Route => exchange.Route?.Name ?? "-",
        LimitKeySource.User => Name(exchange.Caller?.User),
        LimitKeySource.ApiKey => Name(exchange.Caller?.Key),
        _ => $"{part.Header}#{Hash(context.Request.Headers[part.Header])}",
    };

    private static string Name(string? name) => string.IsNullOrEmpty(name) ? "-" : Caller.Printable(name);

    private static string Hash(Microsoft.Extensions.Primitives.StringValues values) =>
        values.Count == 0 ? "none" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', values.ToArray())))).Substring(0, 12);
}
