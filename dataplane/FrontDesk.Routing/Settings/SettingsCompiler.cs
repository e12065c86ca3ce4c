using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Settings;

/// <summary>Compiles the settings.</summary>
internal static class SettingsCompiler
{
    /// <summary>The one name that settings have.</summary>
    public const string Name = "settings";

    private const int MaxProxies = 1000;

    /// <summary>The settings; null, with the problems told, where they are none.</summary>
    public static SettingsModel? Compile(string name, SettingsConfig config, Problems problems)
    {
        if (name != Name)
        {
            problems.Add("", $"There is one resource of settings, and its name is {Name}.");
        }

        if (config.TrustedProxies.Count > MaxProxies)
        {
            problems.Add("trustedProxies", $"At most {MaxProxies} ranges are allowed, these are {config.TrustedProxies.Count}.");
        }

        var ranges = new List<IPNetwork>(config.TrustedProxies.Count);
        for (var i = 0; i < config.TrustedProxies.Count; i++)
        {
            if (Range(config.TrustedProxies[i], $"trustedProxies[{i}]", problems) is { } range)
            {
                ranges.Add(range);
            }
        }

        return problems.None ? new SettingsModel([.. ranges]) : null;
    }

    /// <summary>A range, or an address as the range of itself; null, with the problem told, where it is neither.</summary>
    private static IPNetwork? Range(string text, string field, Problems problems)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryParseAddress(slash < 0 ? text : text[..slash], out var address)
            || !TryParsePrefix(slash < 0 ? null : text[(slash + 1)..], address.GetAddressBytes().Length * 8, out var prefix))
        {
            problems.Add(field, $"`{text}` is neither an address nor a range.", "Write for example 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32.");
            return null;
        }

        // 10.0.0.1/8 may be meant as one address or as sixteen million: whom to trust is not guessed.
        var first = FirstOf(address, prefix);
        if (!first.Equals(address))
        {
            problems.Add(field, $"`{text}` has bits set behind its prefix.", $"Write {first}/{prefix} for the range, or {address} for the one address.");
            return null;
        }

        return new IPNetwork(address, prefix);
    }

    /// <summary>Reads an address. IPv4 has one spelling (010.1 is none), and scopes are a matter of one host.</summary>
    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 ? text.AsSpan().IndexOfAny('%', '[') < 0 : address.ToString() == text);

    private static bool TryParsePrefix(string? text, int most, out int prefix)
    {
        prefix = most;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= most);
    }

    private static IPAddress FirstOf(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }
}
