using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Addresses;

namespace FrontDesk.Routing.Listeners;

/// <summary>Compiles a listener.</summary>
internal static class ListenerCompiler
{
    private const int DefaultRedirectPort = 443;
    private const int DefaultRedirectStatus = 308;
    private const int MaxBalancers = 1000;

    /// <summary>The listener; null, with the problems told, where it is none.</summary>
    public static ListenerModel? Compile(string name, ListenerConfig config, Problems problems)
    {
        if (!TryParseBind(config.Bind, out var address, out var port))
        {
            problems.Add("bind", $"`{config.Bind}` is not an address to listen on.", "Write :PORT, IPv4:PORT or [IPv6]:PORT, with a port of 1 to 65535.");
        }

        if (config.Protocol is not (Protocol.Http or Protocol.Https))
        {
            problems.Add("protocol", "The listener does not say which protocol it speaks.", "Use http or https.");
        }

        var redirectPort = 0;
        var redirectStatus = 0;
        if (config.RedirectToHttps is { } redirect)
        {
            redirectPort = redirect.Port == 0 ? DefaultRedirectPort : (int)Math.Min(redirect.Port, int.MaxValue);
            redirectStatus = redirect.Status == 0 ? DefaultRedirectStatus : (int)Math.Min(redirect.Status, int.MaxValue);
            if (config.Protocol == Protocol.Https)
            {
                problems.Add("redirectToHttps", "An https listener cannot redirect to https.", "Remove it, or use protocol http.");
            }

            if (redirectPort > ushort.MaxValue)
            {
                problems.Add("redirectToHttps.port", $"{redirect.Port} is not a port.", "Use 1 to 65535.");
            }

            if (redirectStatus is not (301 or 302 or 307 or 308))
            {
                problems.Add("redirectToHttps.status", $"{redirect.Status} is not a status of such a redirect.", "Use 301, 302, 307 or 308.");
            }
        }

        var proxies = config.ProxyProtocol is { } proxy ? ProxiesOf(proxy, problems) : null;
        return problems.None ? new ListenerModel(name, address, port, config.Protocol, redirectPort, redirectStatus) { Proxies = proxies } : null;
    }

    private static ProxySources ProxiesOf(ProxyProtocol proxy, Problems problems)
    {
        if (proxy.From.Count == 0)
        {
            problems.Add("proxyProtocol.from", "It does not say whose connections begin with a PROXY header.", "Write the addresses of the balancers.");
        }

        return new ProxySources([.. AddressRange.ParseAll(proxy.From, "proxyProtocol.from", MaxBalancers, problems)]);
    }

    private static bool TryParseBind(string bind, out IPAddress? address, out int port)
    {
        address = null;
        port = 0;
        var colon = bind.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(bind.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > ushort.MaxValue)
        {
            return false;
        }

        return colon == 0 || TryParseAddress(bind[..colon], out address);
    }

    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        var bracketed = text.StartsWith('[') && text.EndsWith(']');
        return IPAddress.TryParse(bracketed ? text[1..^1] : text, out address)
            && address.AddressFamily == (bracketed ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork)
            && (bracketed || address.ToString() == text);
    }
}
