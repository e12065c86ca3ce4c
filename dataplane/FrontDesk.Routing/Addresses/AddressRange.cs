using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Routing.Addresses;

/// <summary>Reads ranges of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address as the range of itself.</summary>
internal static class AddressRange
{
    /// <summary>The ranges of a list; what is none is told and left out.</summary>
    public static List<IPNetwork> ParseAll(IReadOnlyList<string> texts, string field, int most, Problems problems)
    {
        if (texts.Count > most)
        {
            problems.Add(field, $"At most {most} ranges are allowed, these are {texts.Count}.");
        }

        var ranges = new List<IPNetwork>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (Parse(texts[i], $"{field}[{i}]", problems) is { } range)
            {
                ranges.Add(range);
            }
        }

        return ranges;
    }

    /// <summary>A range; null, with the problem told, where the text is none.</summary>
    public static IPNetwork? Parse(string text, string field, Problems problems)
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
    public static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
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
