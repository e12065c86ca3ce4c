using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Configuration.Validation;

/// <summary>The syntax of host names (RFC 1123 §2.1, underscores allowed) in the one form that is compared: lower case, A-labels.</summary>
internal static class HostNames
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    /// <summary>Tells what is wrong with a name, or with `*.` and a name.</summary>
    public static void CheckPattern(string field, string text, ResourceProblems problems)
    {
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        var prefix = text[..^name.Length];
        if (IsName(name))
        {
            return;
        }

        if (Normalised(name) is { } normal)
        {
            var why = name.All(char.IsAscii) ? "must be in lower case and without a final dot" : "must stand as A-labels (IDNA)";
            problems.Error(field, $"`{text}` {why}.", $"Write `{prefix}{normal}`.");
        }
        else if (name.Contains('*', StringComparison.Ordinal))
        {
            problems.Error(field, $"`{text}` is not a host name: `*` can only stand for the first labels.", "Write `*.` and a name.");
        }
        else if (name.Contains("://", StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal))
        {
            problems.Error(field, $"`{text}` is not a host name.", "Leave out scheme and port: listeners decide on these.");
        }
        else
        {
            problems.Error(field, $"`{text}` is not a host name.", "Labels of 1 to 63 letters, digits and hyphens, with dots between, 253 characters at most.");
        }
    }

    /// <summary>Whether the text is a name, or an IPv4 address, as it is compared.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength && text.Split('.').All(IsLabel);

    /// <summary>Whether the text is an IPv6 address in brackets, as URLs and Host spell it.</summary>
    public static bool IsBracketedAddress(string text) =>
        text.StartsWith('[') && text.EndsWith(']') && !text.Contains('%', StringComparison.Ordinal)
        && IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel
        && label[0] != '-' && label[^1] != '-'
        && label.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_');

    private static string? Normalised(string name)
    {
        try
        {
            var normal = new IdnMapping().GetAscii(name.TrimEnd('.')).ToLowerInvariant();
            return IsName(normal) ? normal : null;
        }
        catch (ArgumentException)
        {
            // IdnMapping says so of what is no name at all.
            return null;
        }
    }
}
