using System.Buffers;
using System.Globalization;

namespace FrontDesk.Routing.Targets;

/// <summary>
/// A path as rules see it: the normal form without path parameters (from `;` to the end of a segment, RFC 3986 §3.3), and with the
/// delimiters decoded that mean nothing in a path (`%40` is `@`). Services differ in whether they honour parameters and
/// decode; a rule for `/admin/*` must hold for `/admin;x/y` all the same. Only matching uses it: services get the normal form.
/// </summary>
internal static class PathView
{
    private static readonly SearchValues<char> Special = SearchValues.Create(";%");

    /// <summary>Whether the view of this path, in normal form, differs from the path or may.</summary>
    public static bool IsNeeded(ReadOnlySpan<char> path) => path.ContainsAny(Special);

    /// <summary>Writes the view of a path in normal form; returns its length, which is never more than the path's.</summary>
    public static int Write(ReadOnlySpan<char> path, Span<char> target)
    {
        var length = 0;
        for (var i = 0; i < path.Length;)
        {
            // What parameters leave empty is dropped, as merging slashes drops it, unless the path ends there.
            if (path[i] == '/')
            {
                target[length] = '/';
                length += length > 0 && target[length - 1] == '/' ? 0 : 1;
                i++;
            }
            else if (path[i] == ';' || path[i..].StartsWith("%3B"))
            {
                var slash = path[i..].IndexOf('/');
                i = slash < 0 ? path.Length : i + slash;
            }
            else if (path[i] == '%' && "!$&'()*+,=:@".Contains(Decode(path, i)))
            {
                target[length++] = Decode(path, i);
                i += 3;
            }
            else
            {
                target[length++] = path[i++];
            }
        }

        return length;
    }

    /// <summary>The view as a string: the same string where nothing differs.</summary>
    public static string Of(string path)
    {
        if (!IsNeeded(path))
        {
            return path;
        }

        var buffer = new char[path.Length];
        var length = Write(path, buffer);
        return buffer.AsSpan(0, length).SequenceEqual(path) ? path : new string(buffer, 0, length);
    }

    private static char Decode(ReadOnlySpan<char> path, int at) =>
        (char)byte.Parse(path.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
