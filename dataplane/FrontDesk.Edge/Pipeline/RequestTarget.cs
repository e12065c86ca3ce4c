using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace FrontDesk.Edge.Pipeline;

/// <summary>Takes a request target apart (RFC 9112 §3.2).</summary>
internal static class RequestTarget
{
    // Everything but controls, space, `#` and what is not ASCII: wider than RFC 3986, as browsers send `|` and `[` in queries.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create([.. Enumerable.Range(0x21, 0x7E - 0x20).Select(c => (char)c).Where(c => c is not '#')]);

    /// <summary>
    /// The raw path, the query (with its `?`, or empty) and the authority (empty in origin-form) of an origin-form or absolute-form target.
    /// False for every other: among them fragments, which no client may send.
    /// </summary>
    public static bool TrySplit(
        string target, [MaybeNullWhen(false)] out string path, [MaybeNullWhen(false)] out string query, out ReadOnlySpan<char> authority)
    {
        path = query = null;
        authority = default;
        if (target.AsSpan().ContainsAnyExcept(Allowed))
        {
            return false;
        }

        var start = 0;
        if (!target.StartsWith('/'))
        {
            var scheme = SchemeEnd(target);
            if (scheme < 0)
            {
                return false;
            }

            var length = target.AsSpan(scheme).IndexOfAny('/', '?');
            start = length < 0 ? target.Length : scheme + length;
            authority = target.AsSpan(scheme, start - scheme);
        }

        var mark = target.IndexOf('?', start);
        var end = mark < 0 ? target.Length : mark;
        path = start == end ? "/" : start == 0 && end == target.Length ? target : target[start..end];
        query = mark < 0 ? "" : target[mark..];
        return true;
    }

    /// <summary>Where `http://` or `https://` ends; -1 where it is neither.</summary>
    private static int SchemeEnd(string target) =>
        target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : target.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : -1;
}
