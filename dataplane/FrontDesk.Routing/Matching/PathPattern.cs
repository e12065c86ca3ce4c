using System.Text.RegularExpressions;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Matching;

/// <summary>A path of a route, compiled: segments, or a regular expression.</summary>
internal sealed class PathPattern
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int MaxLength = 2048;

    private PathPattern(string text, string?[] segments, bool rest, Regex? regex)
    {
        Text = text;
        Segments = segments;
        Rest = rest;
        Regex = regex;
    }

    /// <summary>Every path: `/*`, and what a route without paths has.</summary>
    public static PathPattern All { get; } = new("/*", [], rest: true, null);

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The segments, as <see cref="PathView"/> shows them; null for `{x}`.</summary>
    public string?[] Segments { get; }

    /// <summary>Whether `/*` follows the segments.</summary>
    public bool Rest { get; }

    /// <summary>The expression over the whole path; null for segments.</summary>
    public Regex? Regex { get; }

    /// <summary>Whether both match the same paths by the same means: `/{a}` and `/{b}` do.</summary>
    public bool SameAs(PathPattern other) =>
        Regex is null
            ? other.Regex is null && Rest == other.Rest && Segments.AsSpan().SequenceEqual(other.Segments)
            : other.Regex is not null && Text == other.Text;

    /// <summary>Compiles a pattern; null, with the problem told, where it is none. Who walks the segments compares them; an expression is told here whether it ignores case.</summary>
    public static PathPattern? Compile(string text, string field, Problems problems, bool ignoresCase = false)
    {
        if (text.Length > MaxLength)
        {
            problems.Add(field, $"A path has at most {MaxLength} characters, this one has {text.Length}.");
            return null;
        }

        if (text.StartsWith('~'))
        {
            var regex = AnchoredRegex.Compile(text[1..], field, problems, ignoresCase);
            return regex is null ? null : new(text, [], rest: false, regex);
        }

        if (text is "/*")
        {
            return All;
        }

        if (!text.StartsWith('/'))
        {
            problems.Add(field, $"The path `{text}` does not begin with a slash.", $"Write `/{text}`, or `~{text}` for a regular expression.");
            return null;
        }

        var rest = text.EndsWith("/*", StringComparison.Ordinal);
        var parts = text[1..(rest ? ^2 : ^0)].Split('/');
        var segments = new string?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (IsPlaceholder(parts[i]))
            {
                continue;
            }

            if (Literal(parts[i], isLast: i == parts.Length - 1 && !rest, out var why) is not { } literal)
            {
                problems.Add(field, $"The path `{text}` cannot be matched: {why}");
                return null;
            }

            segments[i] = literal;
        }

        return new(text, segments, rest, null);
    }

    private static bool IsPlaceholder(string part) =>
        part.Length > 2 && part[0] == '{' && part[^1] == '}' && part.AsSpan(1, part.Length - 2).IndexOfAny("{}*") < 0;

    /// <summary>The view of one literal segment; null, with the reason, for what no request's normal path can hold.</summary>
    private static string? Literal(string part, bool isLast, out string? why)
    {
        why = part switch
        {
            "" when !isLast => "it holds an empty segment, and double slashes are merged before matching.",
            "." or ".." => "dot segments are resolved before matching.",
            _ when part.Contains('*', StringComparison.Ordinal) => "`*` stands only at the end, as `/*`. A literal one is written %2A.",
            _ when part.AsSpan().IndexOfAny('{', '}') >= 0 => "`{name}` stands for a whole segment. A literal brace is written %7B or %7D.",
            _ when part.Contains(';', StringComparison.Ordinal) => "parameters (`;` and what follows it in a segment) are left out before matching.",
            _ => null,
        };
        if (why is not null)
        {
            return null;
        }

        var escaped = string.Concat(part.EnumerateRunes().Select(static rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
        if (!RequestPath.TryNormalise("/" + escaped, out var path, out var reason))
        {
            why = char.ToLowerInvariant(reason[0]) + reason[1..];
            return null;
        }

        // What is left of an escaped dot segment or of escaped parameters is another path than the one written.
        why = part.Length > 0 && path.Length == 1 ? "dot segments are resolved before matching, escaped ones too."
            : path.Contains("%3B", StringComparison.Ordinal) ? "parameters (`;`, also written %3B, and what follows it in a segment) are left out before matching."
            : null;
        return why is null ? PathView.Of(path)[1..] : null;
    }
}
