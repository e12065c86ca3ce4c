using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Configuration.Validation.Listeners;

/// <summary>An address to listen on.</summary>
/// <param name="Address">The address; null for the edge's own choice.</param>
/// <param name="Port">The port, 1 to 65535.</param>
internal sealed record Bind(IPAddress? Address, int Port)
{
    /// <summary>Reads `:PORT`, `IPv4:PORT` or `[IPv6]:PORT`; null for anything else.</summary>
    public static Bind? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > ushort.MaxValue)
        {
            return null;
        }

        var host = text[..colon];
        if (host.Length == 0)
        {
            return new Bind(null, port);
        }

        if (HostNames.IsBracketedAddress(host))
        {
            return new Bind(IPAddress.Parse(host.AsSpan(1, host.Length - 2)), port);
        }

        // Only four decimal numbers: IPAddress also reads `1` and `0x7f.1`.
        return IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == host ? new Bind(address, port) : null;
    }
}
