using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using Google.Protobuf.Collections;

namespace FrontDesk.Configuration.Validation.Routes;

/// <summary>What a route's conditions on headers and query parameters must be.</summary>
internal static class ConditionRules
{
    private const int MaxConditions = 20;
    private const int MaxName = 253;

    /// <summary>Tells what is wrong with conditions on headers.</summary>
    public static void CheckHeaders(string field, MapField<string, ValueMatch> headers, ResourceProblems problems)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Check(field, headers, problems))
        {
            if (!HeaderText.IsToken(name))
            {
                problems.Error(FieldPath.Join(field, name), $"`{name}` is not a header's name.", "Letters, digits and hyphens.");
            }
            else if (!names.Add(name))
            {
                problems.Error(FieldPath.Join(field, name), $"The header {name} is there already; case is ignored.", "Name it once.");
            }
        }
    }

    /// <summary>Tells what is wrong with conditions on query parameters.</summary>
    public static void CheckQuery(MapField<string, ValueMatch> query, ResourceProblems problems)
    {
        foreach (var name in Check("query", query, problems))
        {
            if (name.Length is 0 or > MaxName)
            {
                problems.Error(FieldPath.Join("query", name), $"The name of a query parameter has 1 to {MaxName} characters.");
            }
        }
    }

    /// <summary>Tells what is wrong with conditions on other named values.</summary>
    public static void CheckValues(string field, MapField<string, ValueMatch> values, ResourceProblems problems)
    {
        foreach (var name in Check(field, values, problems))
        {
            if (name.Length is 0 or > MaxName)
            {
                problems.Error(FieldPath.Join(field, name), $"A name has 1 to {MaxName} characters.");
            }
        }
    }

    private static IEnumerable<string> Check(string field, MapField<string, ValueMatch> conditions, ResourceProblems problems)
    {
        problems.CheckCount(field, conditions.Count, 0, MaxConditions);
        foreach (var (name, match) in conditions.OrderBy(condition => condition.Key, StringComparer.Ordinal))
        {
            var here = FieldPath.Join(field, name);
            switch (match.MatchCase)
            {
                case ValueMatch.MatchOneofCase.Exact when match.Exact.Length > HeaderText.MaxValue:
                    problems.Error(here, $"A value to compare with has at most {HeaderText.MaxValue:N0} characters.");
                    break;
                case ValueMatch.MatchOneofCase.Regex:
                    Expressions.Check(FieldPath.Join(here, "regex"), match.Regex, problems);
                    break;
                case ValueMatch.MatchOneofCase.None:
                    problems.Error(here, "The condition says nothing.", "Write a value, `{ regex: … }` or `{ present: … }`.");
                    break;
            }

            yield return name;
        }
    }
}
