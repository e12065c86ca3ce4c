using System.Globalization;
using System.Net;

namespace FrontDesk.Configuration.Validation.Services;

/// <summary>The syntax of endpoints' URLs.</summary>
internal static class EndpointUrls
{
    private const int MaxLength = 2048;

    /// <summary>The longest path of a socket on Linux: 108 bytes with the final NUL.</summary>
    private const int MaxSocketPath = 107;

    private const string Forms = "Write http://HOST[:PORT], https://HOST[:PORT], h2c://HOST[:PORT] or unix:/PATH.";

    /// <summary>Tells what is wrong with a URL.</summary>
    public static void Check(string field, string url, ResourceProblems problems)
    {
        if (url.Length is 0 or > MaxLength || url.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Error(field, url.Length == 0 ? "An endpoint needs a URL." : $"The URL has more than {MaxLength} characters, or other than printable ASCII.", Forms);
        }
        else if (url.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = url["unix:".Length..];
            if (path.Length is < 2 or > MaxSocketPath || path[0] != '/' || path[1] == '/')
            {
                problems.Error(field, $"`{url}` does not name a socket: an absolute path of at most {MaxSocketPath} characters.", "Write for example unix:/run/app.sock.");
            }
        }
        else if (Array.Find(["http://", "https://", "h2c://"], scheme => url.StartsWith(scheme, StringComparison.Ordinal)) is { } scheme)
        {
            CheckAuthority(field, url, url[scheme.Length..], problems);
        }
        else
        {
            problems.Error(field, $"`{url}` is not the URL of an endpoint.", Forms);
        }
    }

    /// <summary>One text for all URLs of the same place: host in lower case, the scheme's port left out, no final slash.</summary>
    public static string PlaceOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return url;
        }

        var slash = url.IndexOf('/', start);
        var authority = (slash < 0 ? url[start..] : url[start..slash]).ToLowerInvariant();
        var colon = authority.IndexOf(':', Math.Max(0, authority.IndexOf(']', StringComparison.Ordinal)));
        var (name, port) = colon < 0 ? (authority, "") : (authority[..colon], authority[colon..]);
        var host = HostNames.IsBracketedAddress(name) ? $"[{IPAddress.Parse(name)}]" : name;
        var shown = port == (url.StartsWith("https:", StringComparison.Ordinal) ? ":443" : ":80") ? "" : port;
        return url[..start] + host + shown + (slash < 0 ? "" : url[slash..].TrimEnd('/'));
    }

    private static void CheckAuthority(string field, string url, string rest, ResourceProblems problems)
    {
        if (rest.AsSpan().IndexOfAny("?#@") >= 0)
        {
            // The URL is not repeated: what stands before the @ may be a password.
            problems.Error(field, "An endpoint's URL has no user, query or fragment.", Forms);
            return;
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var colon = authority.IndexOf(':', Math.Max(0, authority.IndexOf(']', StringComparison.Ordinal)));
        var host = colon < 0 ? authority : authority[..colon];
        if (!HostNames.IsBracketedAddress(host) && !HostNames.IsName(host.ToLowerInvariant()))
        {
            problems.Error(field, $"`{url}` does not name a host.", Forms);
            return;
        }

        if (colon >= 0 && !(authority[^1] != ':' && authority[colon + 1] != '0' && ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            problems.Error(field, $"`{authority[(colon + 1)..]}` is not a port.", "Use 1 to 65535.");
        }

        if (slash >= 0 && PathText.WhyUnsafe(rest[slash..]) is { } why)
        {
            problems.Error(field, $"The path of `{url}` is not safe: {why}");
        }
    }
}
