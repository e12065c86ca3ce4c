using FrontDesk.Routing.Matching;

namespace FrontDesk.Routing.Access;

/// <summary>
/// A path of a rule. Services differ in whether they tell case apart; a rule that denies or requires must hold whichever they do, and one that allows must not let in more
/// than was written: so the one ignores case and the other does not.
/// </summary>
internal sealed class AccessPath
{
    private readonly PathPattern _pattern;
    private readonly StringComparison _comparison;

    private AccessPath(PathPattern pattern, StringComparison comparison) => (_pattern, _comparison) = (pattern, comparison);

    /// <summary>Compiles a path; null, with the problem told, where it is none.</summary>
    /// <param name="text">The path, as routes spell them.</param>
    /// <param name="ignoresCase">Whether case is ignored.</param>
    /// <param name="field">Where it stands.</param>
    /// <param name="problems">Where problems go.</param>
    public static AccessPath? Compile(string text, bool ignoresCase, string field, Problems problems) =>
        PathPattern.Compile(text, field, problems, ignoresCase) is { } pattern ? new(pattern, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) : null;

    /// <summary>Whether it takes a path, as rules see it. `/prefix/*` takes `/prefix`, `/prefix/` and all below.</summary>
    public bool Matches(scoped ReadOnlySpan<char> path)
    {
        if (_pattern.Regex is { } regex)
        {
            return regex.IsMatch(path);
        }

        foreach (var wanted in _pattern.Segments)
        {
            if (path.IsEmpty)
            {
                return false;
            }

            var end = path[1..].IndexOf('/');
            var segment = end < 0 ? path[1..] : path.Slice(1, end);
            if (wanted is null ? segment.IsEmpty : !segment.Equals(wanted, _comparison))
            {
                return false;
            }

            path = path[(1 + segment.Length)..];
        }

        return _pattern.Rest || path.IsEmpty;
    }
}
