using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Routing.Targets;

/// <summary>The one normal form of host names, used wherever one is compared.</summary>
public static class HostName
{
    /// <summary>The longest name (RFC 1035 §2.3.4, without the final dot).</summary>
    public const int MaxLength = 253;

    private const int MaxLabel = 63;

    private static readonly SearchValues<char> Normal = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>
    /// Takes the value of Host or :authority (RFC 9110 §7.2) apart: the name in lower case, without a final dot and without the port. An
    /// IPv6 address keeps its brackets and is written as RFC 5952 says. Returns the same string, unallocated, where
    /// it is normal already. False for what is no host: 400, also for a colon without a port, as Kestrel has it.
    /// </summary>
    public static bool TryNormalise(string authority, [MaybeNullWhen(false)] out string host)
    {
        if (IsNormal(authority))
        {
            host = authority;
            return true;
        }

        host = null;
        if (authority.StartsWith('['))
        {
            return TryNormaliseAddress(authority, out host);
        }

        var colon = authority.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 || IsPort(authority.AsSpan(colon + 1))) && TryNormaliseName(authority, colon < 0 ? authority.Length : colon, out host);
    }

    /// <summary>
    /// The name that a TLS client asks for (RFC 6066 §3), in lower case and without a final dot. Returns the same string, unallocated,
    /// where it is normal already. False for what is no host name; an address or a port is none.
    /// </summary>
    public static bool TryNormaliseServerName(string serverName, [MaybeNullWhen(false)] out string name)
    {
        name = serverName;
        return IsNormal(serverName) || TryNormaliseName(serverName, serverName.Length, out name);
    }

    /// <summary>The common case, by vector instructions: a short name of normal characters without empty labels.</summary>
    private static bool IsNormal(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLabel && !name.ContainsAnyExcept(Normal) && name[0] != '.' && name[^1] != '.' && !name.Contains("..", StringComparison.Ordinal);

    private static bool TryNormaliseName(string text, int length, [MaybeNullWhen(false)] out string name)
    {
        name = null;
        var rest = text.AsSpan(0, length);
        rest = rest.EndsWith(".") ? rest[..^1] : rest;
        if (rest.Length is 0 or > MaxLength || rest.ContainsAnyExcept(Allowed))
        {
            return false;
        }

        foreach (var label in rest.Split('.'))
        {
            if (label.End.Value - label.Start.Value is 0 or > MaxLabel)
            {
                return false;
            }
        }

        if (rest.Length == text.Length && !rest.ContainsAnyExcept(Normal))
        {
            name = text;
            return true;
        }

        name = string.Create(rest.Length, text, static (target, source) => source.AsSpan(0, target.Length).ToLowerInvariant(target));
        return true;
    }

    private static bool TryNormaliseAddress(string authority, [MaybeNullWhen(false)] out string host)
    {
        host = null;
        var end = authority.IndexOf(']', StringComparison.Ordinal);
        if (end < 0 || authority.AsSpan(0, end).Contains('%') || (end + 1 < authority.Length && (authority[end + 1] != ':' || !IsPort(authority.AsSpan(end + 2)))))
        {
            return false;
        }

        if (!IPAddress.TryParse(authority.AsSpan(1, end - 1), out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        var normal = $"[{address}]";
        host = normal == authority ? authority : normal;
        return true;
    }

    private static bool IsPort(ReadOnlySpan<char> port) =>
        port.Length is > 0 and <= 5 && !port.ContainsAnyExceptInRange('0', '9') && int.Parse(port) <= ushort.MaxValue;
}
