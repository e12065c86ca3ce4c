using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Listeners;

/// <summary>What a listener must be.</summary>
internal static class ListenerRules
{
    private const int MaxBalancers = 1000;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(ListenerConfig listener, ResourceProblems problems)
    {
        if (Bind.Parse(listener.Bind) is null)
        {
            var hint = "Write \":PORT\", \"IPv4:PORT\" or \"[IPv6]:PORT\", with a port of 1 to 65535.";
            problems.Error("bind", listener.Bind.Length == 0 ? "A listener needs an address." : $"`{listener.Bind}` is not an address to listen on.", hint);
        }

        if (!(listener.Protocol is Protocol.Http or Protocol.Https))
        {
            problems.Error("protocol", "A listener must say what is spoken on it.", "Write `protocol: http` or `protocol: https`.");
        }

        if (listener.ProxyProtocol is { } proxy)
        {
            if (proxy.From.Count == 0)
            {
                problems.Error("proxyProtocol.from", "It does not say whose connections begin with a PROXY header.", "Write the addresses of the balancers, for example `from: [192.0.2.0/24]`.");
            }

            AddressRanges.CheckAll("proxyProtocol.from", proxy.From, MaxBalancers, problems);
        }

        if (listener.RedirectToHttps is { } redirect)
        {
            if (listener.Protocol == Protocol.Https)
            {
                problems.Error("redirectToHttps", "An https listener cannot redirect to https.", "Remove it, or use `protocol: http`.");
            }

            if (redirect.Port != 0)
            {
                problems.CheckRange("redirectToHttps.port", redirect.Port, 1, ushort.MaxValue);
            }

            if (!(redirect.Status is 0 or 301 or 302 or 307 or 308))
            {
                problems.Error("redirectToHttps.status", $"{redirect.Status} is not a status for this redirect.", "Use 301, 302, 307 or 308.");
            }
        }
    }
}
