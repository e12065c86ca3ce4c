using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Forwarding;

/// <summary>The Via header (RFC 9110 §7.6.3): which gateways a request or an answer passed.</summary>
internal static class Via
{
    // An edge behind an edge behind a CDN is four or five.
    private const int MostGateways = 16;

    /// <summary>The value that is passed on: what was received, then us, with the protocol by which it was received. The pseudonym tells nothing of the node.</summary>
    public static string Next(StringValues received, string protocol)
    {
        var own = HttpProtocol.IsHttp2(protocol) ? "2.0 frontdesk" : HttpProtocol.IsHttp10(protocol) ? "1.0 frontdesk" : "1.1 frontdesk";
        return received.Count == 0 ? own : $"{received}, {own}";
    }

    /// <summary>Whether the request passed so many gateways that it must be going round in circles.</summary>
    public static bool IsLoop(StringValues received)
    {
        var gateways = received.Count;
        foreach (var line in received)
        {
            gateways += line.AsSpan().Count(',');
        }

        return gateways > MostGateways;
    }
}
