using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FrontDesk.Configuration.Documents.Writing;

/// <summary>Writes texts so that every reader of YAML, also of the older 1.1, takes them for texts.</summary>
internal static class YamlScalar
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@+-*=;~^$%()<>\\");

    /// <summary>Words that YAML 1.1 or 1.2 takes for something else than a text.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf", "-.inf", "+.inf",
    };

    /// <summary>The text as it is where that is safe, else in double quotes with JSON's escapes, which YAML shares.</summary>
    public static string Write(string text) => IsPlain(text) ? text : Quote(text);

    /// <summary>The text in double quotes; the same in JSON.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= 4096
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_' || IsDigitsAndUnit(text))
        && text[^1] != ':'
        && !text.AsSpan().ContainsAnyExcept(PlainCharacters)
        && !Words.Contains(text);

    /// <summary>Starts with a digit and yet is no number, date or time in any YAML: `5s`, `10.0.0.0/8`, but not `1e3` or `1:30`.</summary>
    private static bool IsDigitsAndUnit(string text) =>
        char.IsAsciiDigit(text[0])
        && (text.Count(character => character == '.') > 1 || text[^1] is 's' or 'm' or 'h' or 'd' or 'B')
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '/')
        && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
}
