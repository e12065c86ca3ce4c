using System.Buffers;

namespace FrontDesk.Configuration.Validation;

/// <summary>The syntax of header names and values (RFC 9110 §5).</summary>
internal static class HeaderText
{
    /// <summary>The longest value, in characters.</summary>
    public const int MaxValue = 8192;

    private const int MaxName = 256;

    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether the text is a token (§5.6.2): a header's name or a method.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= MaxName && !text.AsSpan().ContainsAnyExcept(Token);

    /// <summary>Whether the text can be a value: printable ASCII, no CR, LF or other control character.</summary>
    public static bool IsValue(string text) => text.Length <= MaxValue && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
