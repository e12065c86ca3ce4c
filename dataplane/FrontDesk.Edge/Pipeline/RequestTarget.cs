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
    /// The raw path and the query (with its `?`, or empty) of an origin-form or absolute-form target. False for every other: among them
    /// fragments, which no client may send. Kestrel has compared an absolute form's host with Host.
    /// </summary>
    public static bool TrySplit(string target, [MaybeNullWhen(false)] out string path, [MaybeNullWhen(false)] out string query)
    {
        path = query = null;
        if (target.AsSpan().ContainsAnyExcept(Allowed))
        {
            return false;
        }

        var start = 0;
        if (!target.StartsWith('/'))
        {
            start = AuthorityEnd(target);
            if (start < 0)
            {
                return false;
            }
        }

        var mark = target.IndexOf('?', start);
        var end = mark < 0 ? target.Length : mark;
        path = start == end ? "/" : start == 0 && end == target.Length ? target : target[start..end];
        query = mark < 0 || mark == target.Length - 1 ? "" : target[mark..];
        return true;
    }

    /// <summary>Where the authority of `http://host…` or `https://host…` ends; -1 where it is neither.</summary>
    private static int AuthorityEnd(string target)
    {
        var start = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : target.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : -1;
        if (start < 0)
        {
            return -1;
        }

        var length = target.AsSpan(start).IndexOfAny('/', '?');
        return length < 0 ? target.Length : start + length;
    }
}
