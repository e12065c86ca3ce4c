using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Services;

/// <summary>Reads the URLs of endpoints.</summary>
internal static class EndpointUrl
{
    private const int MaxLength = 2048;
    private const string Forms = "Write http://HOST[:PORT], https://HOST[:PORT], h2c://HOST[:PORT] or unix:/PATH.";

    /// <summary>The longest path of a socket on Linux (108 bytes with the final NUL).</summary>
    private const int MaxSocketPath = 107;

    /// <summary>The endpoint; null, with the problem told, where the URL is none.</summary>
    public static EndpointModel? Parse(string url, int weight, string field, Problems problems)
    {
        if (url.Length > MaxLength || url.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Add(field, $"The URL has more than {MaxLength} characters, or one that is no printable ASCII.", Forms);
            return null;
        }

        if (url.StartsWith("unix:", StringComparison.Ordinal))
        {
            return ParseSocket(url, weight, field, problems);
        }

        var (scheme, port, length) = url switch
        {
            _ when url.StartsWith("http://", StringComparison.Ordinal) => (EndpointScheme.Http, 80, 7),
            _ when url.StartsWith("https://", StringComparison.Ordinal) => (EndpointScheme.Https, 443, 8),
            _ when url.StartsWith("h2c://", StringComparison.Ordinal) => (EndpointScheme.H2c, 80, 6),
            _ => default,
        };
        if (length == 0)
        {
            problems.Add(field, $"`{url}` is not the URL of an endpoint.", Forms);
            return null;
        }

        if (url.AsSpan().IndexOfAny("?#@") >= 0)
        {
            problems.Add(field, $"`{url}` has a user, a query or a fragment.", Forms);
            return null;
        }

        var slash = url.IndexOf('/', length);
        var authority = slash < 0 ? url[length..] : url[length..slash];
        var colon = authority.IndexOf(':', authority.StartsWith('[') ? Math.Max(authority.IndexOf(']', StringComparison.Ordinal), 0) : 0);
        if (!HostName.TryNormalise(authority, out var host) || (colon >= 0 && (!int.TryParse(authority.AsSpan(colon + 1), out port) || port == 0)))
        {
            problems.Add(field, $"`{authority}` is not a host with a port of 1 to 65535.", Forms);
            return null;
        }

        if (!RequestPath.TryNormalise(slash < 0 ? "/" : url[slash..], out var path, out var reason))
        {
            problems.Add(field, $"The path of `{url}` is not safe. {reason}");
            return null;
        }

        return new EndpointModel(url, scheme, host.Trim('[', ']'), port, path.TrimEnd('/'), weight);
    }

    private static EndpointModel? ParseSocket(string url, int weight, string field, Problems problems)
    {
        var path = url["unix:".Length..];
        if (path.Length is < 2 or > MaxSocketPath || path[0] != '/' || path[1] == '/')
        {
            problems.Add(field, $"`{url}` is not the path of a socket: it begins with one slash and has at most {MaxSocketPath} characters.", Forms);
            return null;
        }

        return new EndpointModel(url, EndpointScheme.Unix, path, 0, "", weight);
    }
}
