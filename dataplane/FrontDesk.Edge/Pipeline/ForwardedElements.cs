using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// The elements of X-Forwarded-For or Forwarded (RFC 7239 §4), from the last, which the nearest proxy wrote, to the first. Only as
/// much is read as is asked for, so that a long list costs nothing beyond its trusted end.
/// </summary>
internal ref struct ForwardedElements(StringValues lines, bool isForwarded)
{
    // More hops than any real chain has.
    private const int Most = 32;
    private readonly StringValues _lines = lines;
    private int _line = lines.Count;
    private ReadOnlySpan<char> _rest;
    private int _taken;

    /// <summary>One hop.</summary>
    /// <param name="address">The address in it; null where it has none or an obfuscated one.</param>
    /// <param name="proto">Its `proto`; empty in X-Forwarded-For.</param>
    internal readonly ref struct Element(IPAddress? address, ReadOnlySpan<char> proto)
    {
        /// <summary>Who spoke to the proxy that wrote the element; null where that is not told.</summary>
        public IPAddress? Address { get; } = address;

        /// <summary>What was spoken to it; empty where that is not told.</summary>
        public ReadOnlySpan<char> Proto { get; } = proto;
    }

    /// <summary>Takes the last element that is left.</summary>
    public bool TryTakeLast(out Element element)
    {
        element = default;
        if (_taken == Most)
        {
            return false;
        }

        if (_rest.IsEmpty)
        {
            if (_line == 0)
            {
                return false;
            }

            _rest = _lines[--_line];
        }

        _taken++;
        var comma = _rest.LastIndexOf(',');
        var text = _rest[(comma + 1)..].Trim();
        _rest = comma < 0 ? default : _rest[..comma];
        element = isForwarded ? Parse(text) : new Element(ParseAddress(text), default);
        return true;
    }

    /// <summary>The last value of a list of plain values; empty for none.</summary>
    public static ReadOnlySpan<char> Last(StringValues lines)
    {
        var line = lines.Count == 0 ? default : lines[^1].AsSpan();
        return line[(line.LastIndexOf(',') + 1)..].Trim();
    }

    private static Element Parse(ReadOnlySpan<char> text)
    {
        IPAddress? address = null;
        ReadOnlySpan<char> proto = default;
        foreach (var range in text.Split(';'))
        {
            var pair = text[range].Trim();
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? default : pair[..equals];
            var value = Unquote(pair[(equals + 1)..]);
            if (name.Equals("for", StringComparison.OrdinalIgnoreCase))
            {
                address = ParseAddress(value);
            }
            else if (name.Equals("proto", StringComparison.OrdinalIgnoreCase))
            {
                proto = value;
            }
        }

        return new Element(address, proto);
    }

    /// <summary>An address with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.</summary>
    private static IPAddress? ParseAddress(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("["))
        {
            var end = text.IndexOf(']');
            text = end < 0 ? default : text[1..end];
        }
        else if (text.Count(':') == 1)
        {
            text = text[..text.IndexOf(':')];
        }

        if (text.Contains('%') || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        if (address.AddressFamily == AddressFamily.InterNetwork && !IsDottedQuad(address, text))
        {
            return null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Whether an address is written in the one way that all take for the same: TryParse takes `1` for 0.0.0.1, `010` for 8 and `0x7f` for 127.</summary>
    private static bool IsDottedQuad(IPAddress address, ReadOnlySpan<char> text)
    {
        Span<char> written = stackalloc char[15];
        return address.TryFormat(written, out var length) && text.SequenceEqual(written[..length]);
    }

    /// <summary>A value without its quotes. One that is quoted in part, as where a comma or semicolon stood between quotes, is left as it is, and so is nothing that is known.</summary>
    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
}
