using System.Globalization;

namespace FrontDesk.Routing.Explain;

/// <summary>A URL, taken apart as a client takes it apart before it asks: nothing is normalised here.</summary>
/// <param name="Scheme">`http` or `https`.</param>
/// <param name="Authority">What the client would send as Host.</param>
/// <param name="Port">The port that the client would connect to.</param>
/// <param name="HasPort">Whether the URL names the port.</param>
/// <param name="Path">The raw path, at least `/`.</param>
/// <param name="Query">The query with its `?`, or empty.</param>
internal sealed record ExplainedUrl(string Scheme, string Authority, int Port, bool HasPort, string Path, string Query)
{
    private const int MaxLength = 32 * 1024;

    /// <summary>Takes a URL apart.</summary>
    /// <exception cref="FormatException">It is not an absolute http or https URL; the message says so in a sentence for people.</exception>
    public static ExplainedUrl Parse(string url)
    {
        var scheme = url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http" : "https";
        if (url.Length > MaxLength || !url.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong(url);
        }

        // No client sends the fragment, and each escapes blanks and what is not ASCII.
        var rest = url[(scheme.Length + 3)..];
        rest = rest.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash ? rest[..hash] : rest;
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        var target = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var colon = authority.LastIndexOf(':') is var at && at > authority.LastIndexOf(']') ? at : -1;
        var port = scheme == "http" ? 80 : 443;
        var hasPort = colon >= 0 && colon < authority.Length - 1;
        if (authority.Length == 0 || authority.Contains('@', StringComparison.Ordinal)
            || (hasPort && !(int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue)))
        {
            throw Wrong(url);
        }

        var isDefault = port == (scheme == "http" ? 80 : 443);
        return new(
            scheme,
            isDefault && colon >= 0 ? authority[..colon] : authority,
            port,
            hasPort,
            Escape(query < 0 ? target : target[..query]),
            query < 0 ? "" : Escape(target[query..]));
    }

    private static string Escape(string text) => string.Concat(text.EnumerateRunes().Select(static rune =>
        rune.IsAscii && rune.Value != ' ' ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private static FormatException Wrong(string url) => new(
        url.Length > MaxLength
            ? $"The URL has {url.Length} characters, and at most {MaxLength} are allowed."
            : $"`{url}` is not an absolute http or https URL. Write for example https://shop.example.com/api/x.");
}
