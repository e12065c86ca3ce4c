using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace FrontDesk.Configuration.Validation;

/// <summary>The syntax of addresses and ranges of them, in the one form that is compared (RFC 4632, RFC 5952).</summary>
internal static class AddressRanges
{
    /// <summary>Tells what is wrong with a list.</summary>
    public static void CheckAll(string field, IList<string> texts, int most, ResourceProblems problems)
    {
        problems.CheckCount(field, texts.Count, 0, most);
        for (var at = 0; at < texts.Count; at++)
        {
            Check($"{field}[{at}]", texts[at], problems);
        }
    }

    /// <summary>Tells what is wrong with an address or a range of addresses in CIDR form.</summary>
    public static void Check(string field, string text, ResourceProblems problems)
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
