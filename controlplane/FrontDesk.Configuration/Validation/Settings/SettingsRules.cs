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
        if (!IsAddress(start, out var address) || (slash >= 0 && !IsPrefix(text[(slash + 1)..], address!)))
        {
            problems.Error(field, $"`{text}` is not an address or a range of addresses.", "Write for example 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.");
        }
        else if (slash >= 0 && !IPNetwork.TryParse(text, out _))
        {
            problems.Error(field, $"`{text}` has bits set behind its prefix.", $"Write `{Masked(address!, int.Parse(text.AsSpan(slash + 1)))}`.");
        }
    }

    private static bool IsAddress(string text, out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal) ? address.ScopeId == 0 && !text.Contains('[', StringComparison.Ordinal) : address.ToString() == text);

    private static bool IsPrefix(string text, IPAddress address) =>
        text.Length is 1 or 2 or 3 && text.All(char.IsAsciiDigit) && int.Parse(text) <= address.GetAddressBytes().Length * 8;

    private static string Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return $"{new IPAddress(bytes)}/{prefix}";
    }
}
