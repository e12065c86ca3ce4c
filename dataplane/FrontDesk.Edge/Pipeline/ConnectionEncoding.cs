using System.Text;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// Decodes Connection. Kestrel shows only the option that it knows of a list in which it knows one: of `close, x` it shows `close`, and nobody learns that the header x ends
/// here (RFC 9110 §7.6.1). So in a list with others the options that Kestrel knows are made unknown to it. `close` the pipeline carries out itself; `keep-alive` is what holds
/// in HTTP/1.1 anyway; an upgrade is not taken, as any may be. Two Connection lines, one with a known option alone, remain: the names in the other are not seen.
/// </summary>
internal sealed class ConnectionEncoding : Encoding
{
    /// <summary>The only one.</summary>
    public static readonly ConnectionEncoding Instance = new();

    private const char Hidden = '_';
    private const string HiddenClose = "_lose";

    /// <summary>Whether the client asks to close the connection where Kestrel does not know.</summary>
    public static bool AsksToClose(StringValues connection)
    {
        for (var i = 0; i < connection.Count; i++)
        {
            if (connection[i]!.Contains(HiddenClose, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var count = Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
        var value = chars.AsSpan(charIndex, count);
        if (NamesOthers(value))
        {
            HideKnown(value);
        }

        return count;
    }

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => charCount;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    private static bool NamesOthers(ReadOnlySpan<char> value)
    {
        foreach (var range in value.Split(','))
        {
            var option = value[range].Trim(" \t");
            // Headers of the last ones are never passed on, named or not.
            if (!option.IsEmpty && !IsKnown(option) && !Equal(option, "te") && !Equal(option, "http2-settings") && !Equal(option, "proxy-connection"))
            {
                return true;
            }
        }

        return false;
    }

    private static void HideKnown(Span<char> value)
    {
        foreach (var range in ((ReadOnlySpan<char>)value).Split(','))
        {
            var option = value[range].Trim(" \t");
            if (IsKnown(option))
            {
                option[0] = Hidden;
            }
        }
    }

    private static bool IsKnown(ReadOnlySpan<char> option) => Equal(option, "close") || Equal(option, "keep-alive") || Equal(option, "upgrade");

    private static bool Equal(ReadOnlySpan<char> option, ReadOnlySpan<char> name) => option.Equals(name, StringComparison.OrdinalIgnoreCase);
}
