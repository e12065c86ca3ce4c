using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace FrontDesk.Edge.Credentials;

/// <summary>Reads the name and password of an Authorization header (RFC 7617).</summary>
internal static class BasicCredentials
{
    /// <summary>The longest password that is compared, in bytes: bcrypt reads no more, so that two longer ones could be taken for the same.</summary>
    public const int LongestPassword = 72;

    /// <summary>The most bytes of name, colon and password.</summary>
    public const int Longest = 64 + 1 + LongestPassword;

    private const string Scheme = "Basic ";

    /// <summary>Reads `Basic BASE64`.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="buffer">Where name, colon and password are put; at least <see cref="Longest"/> bytes.</param>
    /// <param name="name">The name, ASCII.</param>
    /// <param name="password">The password, valid UTF-8 without control characters, 1 to 72 bytes.</param>
    /// <returns>Whether it is one that could be anybody's.</returns>
    public static bool TryRead(ReadOnlySpan<char> header, Span<byte> buffer, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> password)
    {
        name = password = default;
        var text = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim(' ') : default;
        if (text.IsEmpty || text.Length > Base64.GetMaxEncodedToUtf8Length(Longest))
        {
            return false;
        }

        Span<byte> encoded = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(Longest)];
        if (Ascii.FromUtf16(text, encoded, out var length) != OperationStatus.Done || Base64.DecodeFromUtf8(encoded[..length], buffer, out _, out var size) != OperationStatus.Done)
        {
            return false;
        }

        var decoded = buffer[..size];
        var colon = decoded.IndexOf((byte)':');
        if (colon <= 0 || colon == size - 1 || size - colon - 1 > LongestPassword || decoded.ContainsAnyInRange((byte)0, (byte)0x1F) || decoded.Contains((byte)0x7F)
            || !Ascii.IsValid(decoded[..colon]) || !System.Text.Unicode.Utf8.IsValid(decoded))
        {
            return false;
        }

        name = decoded[..colon];
        password = decoded[(colon + 1)..];
        return true;
    }
}
