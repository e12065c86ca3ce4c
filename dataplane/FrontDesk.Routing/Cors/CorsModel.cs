using System.Buffers;

namespace FrontDesk.Routing.Cors;

/// <summary>Which sites' scripts may use a route, compiled (WHATWG Fetch, "CORS protocol").</summary>
public sealed class CorsModel
{
    /// <summary>The header that names where a script came from.</summary>
    public const string OriginName = "Origin";

    /// <summary>The header that makes an OPTIONS request a preflight.</summary>
    public const string RequestMethodName = "Access-Control-Request-Method";

    /// <summary>The characters of an origin's host and port: nothing else is ever repeated in an answer.</summary>
    internal static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    private readonly HashSet<string> _exact;
    private readonly (string Scheme, string Suffix)[] _wild;

    internal CorsModel(IEnumerable<string> exact, (string Scheme, string Suffix)[] wild) => (_exact, _wild) = (exact.ToHashSet(StringComparer.Ordinal), wild);

    /// <summary>Whether scripts from everywhere may use it.</summary>
    public required bool AllowsAll { get; init; }

    /// <summary>Whether they may with the browser's credentials.</summary>
    public required bool Credentials { get; init; }

    /// <summary>The methods, as Access-Control-Allow-Methods has them.</summary>
    public required string Methods { get; init; }

    /// <summary>Whether they may set every request header.</summary>
    public required bool AllowsAllHeaders { get; init; }

    /// <summary>The request headers, as Access-Control-Allow-Headers has them; empty for none and for all.</summary>
    public required string Headers { get; init; }

    /// <summary>The headers of the answer that they may read, as Access-Control-Expose-Headers has them; empty for none.</summary>
    public required string Exposed { get; init; }

    /// <summary>How long a preflight's answer holds, in whole seconds.</summary>
    public required string MaxAge { get; init; }

    /// <summary>Whether a request asks, on behalf of a browser, what a script may do.</summary>
    /// <param name="method">The method.</param>
    /// <param name="origin">The header Origin; null or empty for none.</param>
    /// <param name="requestMethod">The header Access-Control-Request-Method; null or empty for none.</param>
    public static bool IsPreflight(string method, string? origin, string? requestMethod) =>
        method == "OPTIONS" && !string.IsNullOrEmpty(origin) && !string.IsNullOrEmpty(requestMethod);

    /// <summary>Whether a script from there may use the route.</summary>
    /// <param name="origin">The header Origin, as sent.</param>
    public bool Allows(string origin)
    {
        if (AllowsAll || _exact.Contains(origin))
        {
            return true;
        }

        foreach (var (scheme, suffix) in _wild)
        {
            if (origin.Length > scheme.Length + suffix.Length && origin.StartsWith(scheme, StringComparison.Ordinal) && origin.EndsWith(suffix, StringComparison.Ordinal)
                && !origin.AsSpan(scheme.Length, origin.Length - scheme.Length - suffix.Length).ContainsAnyExcept(HostCharacters))
            {
                return true;
            }
        }

        return false;
    }
}
