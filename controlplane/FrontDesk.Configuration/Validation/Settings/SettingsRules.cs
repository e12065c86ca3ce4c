using System.Diagnostics.CodeAnalysis;
using System.Net;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Settings;

/// <summary>What settings must be.</summary>
internal static class SettingsRules
{
    private const int MaxProxies = 1_000;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(SettingsConfig settings, ResourceProblems problems)
    {
        problems.CheckCount("trustedProxies", settings.TrustedProxies.Count, 0, MaxProxies);
        for (var at = 0; at < settings.TrustedProxies.Count; at++)
        {
            CheckRange($"trustedProxies[{at}]", settings.TrustedProxies[at], problems);
        }
    }

    private static void CheckRange(string field, string text, ResourceProblems problems)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var start = slash < 0 ? text : text[..slash];
        if (!IsAddress(start, out var address) || (slash >= 0 && !IsPrefix(text[(slash + 1)..], address)))
        {
            problems.Error(field, $"`{text}` is not an address or a range of addresses.", "Write for example 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.");
            return;
        }

        var first = slash < 0 ? address : FirstOf(address, int.Parse(text.AsSpan(slash + 1)));
        if (!first.Equals(address))
        {
            problems.Error(field, $"`{text}` has bits set behind its prefix.", $"Did you mean `{first}{text[slash..]}`?");
        }
        else if (!start.Equals(address.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            problems.Error(field, $"`{text}` is not written in the one form that is compared (RFC 5952).", $"Write `{address}{text[start.Length..]}`.");
        }
    }

    /// <summary>IPv4 only as four decimal numbers: IPAddress also reads `1` and `0x7f.1`. IPv6 without brackets and zone.</summary>
    private static bool IsAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal) ? text.AsSpan().IndexOfAny('[', '%') < 0 : address.ToString() == text);

    private static bool IsPrefix(string text, IPAddress address) =>
        text.Length is 1 or 2 or 3 && text.All(char.IsAsciiDigit) && (text == "0" || text[0] != '0') && int.Parse(text) <= address.GetAddressBytes().Length * 8;

    /// <summary>The first address of the range that an address lies in.</summary>
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
