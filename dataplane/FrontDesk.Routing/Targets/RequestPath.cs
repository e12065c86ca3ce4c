using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace FrontDesk.Routing.Targets;

/// <summary>
/// The one normal form of request paths, used wherever one is compared and sent on (RFC 3986 §6.2.2). What is matched is what the
/// service gets, so a service has nothing left to resolve that could lead past a rule.
/// </summary>
public static class RequestPath
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    /// <summary>
    /// Normalises the raw path of a request target, without query: decodes percent-encoded unreserved characters, writes the remaining
    /// escapes in upper case, escapes what should have been (`|`, `[`, …), resolves dot segments and merges double slashes. Returns
    /// the same string, unallocated, where it is normal already. False, with the reason, for what is unsafe: an encoded slash,
    /// backslash or NUL, control characters, bytes that are no UTF-8, a bad escape, dot segments that lead above the root
    /// or that carry parameters. That is a 400.
    /// </summary>
    public static bool TryNormalise(string rawPath, [MaybeNullWhen(false)] out string path, [MaybeNullWhen(true)] out string reason)
    {
        if (IsNormal(rawPath))
        {
            (path, reason) = (rawPath, null);
            return true;
        }

        path = null;
        if (!rawPath.StartsWith('/'))
        {
            reason = "The path does not begin with a slash.";
            return false;
        }

        // An escape is the longest that one character becomes.
        var rented = rawPath.Length > 512 ? ArrayPool<char>.Shared.Rent(rawPath.Length * 3) : null;
        var writer = new PathWriter(rented ?? stackalloc char[512 * 3]);
        if (writer.TryWrite(rawPath, out reason))
        {
            path = writer.Written.SequenceEqual(rawPath) ? rawPath : writer.Written.ToString();
        }

        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return path is not null;
    }

    /// <summary>The common case, by vector instructions. Paths that hold `/.` or an escape take the long way.</summary>
    private static bool IsNormal(ReadOnlySpan<char> path) =>
        !path.IsEmpty && path[0] == '/' && !path.ContainsAnyExcept(Plain)
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);
}
