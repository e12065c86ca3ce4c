using System.Text;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// Decodes digits and nothing else. Kestrel parses Content-Length itself, takes `+5`, `-0` and ` 5 ` for numbers, and keeps the number only. What it decodes the value
/// with can be chosen, though: everything but a digit becomes a character that it refuses with 400, as RFC 9110 §8.6 wants.
/// </summary>
internal sealed class DigitsEncoding : Encoding
{
    /// <summary>The only one.</summary>
    public static readonly DigitsEncoding Instance = new();

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    /// <inheritdoc/>
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // Kestrel has room for 20 characters and refuses 20: longer values need not fit.
        var count = Math.Min(bytes.Length, chars.Length);
        for (var i = 0; i < count; i++)
        {
            chars[i] = bytes[i] is >= (byte)'0' and <= (byte)'9' ? (char)bytes[i] : 'x';
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
}
