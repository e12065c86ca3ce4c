using System.Collections.Frozen;
using FrontDesk.Edge.Pipeline;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Which headers pass the edge.</summary>
internal static class PassedHeaders
{
    // RFC 9110 §7.6.1, with the older ones that some clients still send, and those of a proxy's own dealings with its client (§11.7).
    private static readonly string[] HopByHop =
        ["Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "TE", "Upgrade", "HTTP2-Settings", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info"];

    private static readonly FrozenSet<string> NotToService = Set(
        [
            .. HopByHop, "Host", HeaderRules.OverruledLength,
            ForwardingHeaders.For, ForwardingHeaders.Proto, ForwardingHeaders.Host, ForwardingHeaders.Port, ForwardingHeaders.RealIp, ForwardingHeaders.Forwarded,
            ForwardingHeaders.RequestId, "Via", "traceparent",
        ]);

    // Alt-Svc (RFC 7838) would lead clients past the edge, to a port that it does not have.
    private static readonly FrozenSet<string> NotToClient = Set([.. HopByHop, "Alt-Svc"]);

    /// <summary>Whether a request's header is passed on as it is.</summary>
    public static bool ToService(string name, bool fromTrustedProxy) =>
        !NotToService.Contains(name) && name[0] != ':' && (fromTrustedProxy || !name.StartsWith(ForwardingHeaders.Prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an answer's header is passed on as it is.</summary>
    public static bool ToClient(string name) => !NotToClient.Contains(name);

    /// <summary>Whether a Connection header names a header, which ends here then. Those of framing and routing cannot be named away.</summary>
    public static bool IsNamed(StringValues connection, string name)
    {
        foreach (var line in connection)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                if (line.AsSpan(range).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
                }
            }
        }

        return false;
    }

    /// <summary>Whether a Connection header names anything but `close`, `keep-alive` and `upgrade`, which need no search.</summary>
    public static bool NamesOthers(StringValues connection)
    {
        if (connection.Count == 0)
        {
            return false;
        }

        var only = connection.Count == 1 ? connection[0].AsSpan() : default;
        return !(only.Equals("keep-alive", StringComparison.OrdinalIgnoreCase) || only.Equals("close", StringComparison.OrdinalIgnoreCase) || only.Equals("upgrade", StringComparison.OrdinalIgnoreCase));
    }

    private static FrozenSet<string> Set(string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
