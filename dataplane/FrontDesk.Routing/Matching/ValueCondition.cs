using FrontDesk.Config.V1;
using Regex = System.Text.RegularExpressions.Regex;

namespace FrontDesk.Routing.Matching;

/// <summary>A compiled condition on the values of a header or query parameter.</summary>
public sealed class ValueCondition
{
    private readonly string? _exact;
    private readonly Regex? _regex;
    private readonly bool _present;

    private ValueCondition(string? exact, Regex? regex, bool present, string text)
    {
        _exact = exact;
        _regex = regex;
        _present = present;
        Text = text;
    }

    /// <summary>Whether the condition holds when there is no value.</summary>
    public bool HoldsForAbsent => !_present;

    /// <summary>The condition for people, after the name; two conditions with equal texts are the same.</summary>
    internal string Text { get; }

    /// <summary>Whether the condition holds for one value that is there.</summary>
    public bool HoldsFor(string value) => _exact is not null ? value == _exact : _regex is not null ? _regex.IsMatch(value) : _present;

    /// <summary>Compiles a condition; null, with the problem told, where it cannot be.</summary>
    internal static ValueCondition? Compile(ValueMatch match, string field, Problems problems)
    {
        switch (match.MatchCase)
        {
            case ValueMatch.MatchOneofCase.Exact:
                return new(match.Exact, null, true, $"be \"{match.Exact}\"");
            case ValueMatch.MatchOneofCase.Regex:
                var regex = AnchoredRegex.Compile(match.Regex, field + ".regex", problems);
                return regex is null ? null : new(null, regex, true, $"match the regular expression {match.Regex}");
            case ValueMatch.MatchOneofCase.Present:
                return new(null, null, match.Present, match.Present ? "be there" : "be absent");
            default:
                problems.Add(field, "The condition is empty.", "Give a value, or one of exact, regex and present.");
                return null;
        }
    }
}
