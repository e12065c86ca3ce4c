using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Limits;

/// <summary>What a request is counted under.</summary>
internal static class LimitKey
{
    /// <summary>The hash of the limit's identity and of the request's part in it.</summary>
    public static ulong Of(LimitModel limit, HttpContext context, Exchange exchange, SipHash.Secret secret)
    {
        var hash = SipHash.Begin(secret);
        hash.Add(limit.Identity);
        foreach (var part in limit.Key)
        {
            switch (part.Source)
            {
                case LimitKeySource.ClientIp:
                    var network = exchange.ClientAddress.Network(limit.IPv6Prefix);
                    hash.Add(network.High);
                    hash.Add(network.Low);
                    break;
                case LimitKeySource.Host:
                    hash.Add(exchange.Host);
                    break;
                case LimitKeySource.Route:
                    hash.Add(exchange.Route?.Name);
                    break;
                case LimitKeySource.User:
                    hash.Add(exchange.Caller?.User);
                    break;
                case LimitKeySource.ApiKey:
                    hash.Add(exchange.Caller?.Key);
                    break;
                default:
                    AddHeader(ref hash, context.Request.Headers[part.Header]);
                    break;
            }
        }

        return hash.Finish();
    }

    /// <summary>All values count, in their order. Requests without the header count together, so that leaving it out is no way around.</summary>
    private static void AddHeader(ref SipHash hash, Microsoft.Extensions.Primitives.StringValues values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            hash.Add(values[i]);
        }

        hash.Add((ulong)values.Count);
    }
}
