using FrontDesk.Config.V1;
using FrontDesk.Routing.Matching;

namespace FrontDesk.Routing.Routes;

/// <summary>Compiles conditions on methods, headers and query parameters.</summary>
internal static class ConditionsCompiler
{
    private const int MaxMethods = 20;
    private const int MaxConditions = 20;
    private const int MaxName = 253;

    /// <summary>The conditions; null for none.</summary>
    /// <param name="methods">Methods; none for all.</param>
    /// <param name="headers">Conditions on headers.</param>
    /// <param name="query">Conditions on query parameters.</param>
    /// <param name="within">What the fields stand within: empty, or a path that ends with a dot.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="takesPreflights">Whether methods include OPTIONS: with it a browser asks for another one.</param>
    public static RouteConditions? Compile(
        IReadOnlyList<string> methods, IDictionary<string, ValueMatch> headers, IDictionary<string, ValueMatch> query, string within, Problems problems, bool takesPreflights = false) =>
        methods.Count + headers.Count + query.Count == 0
            ? null
            : new RouteConditions
            {
                Methods = Methods(methods, within + "methods", takesPreflights, problems),
                Headers = Named(headers, within + "headers", isHeader: true, problems),
                Query = Named(query, within + "query", isHeader: false, problems),
            };

    private static string[] Methods(IReadOnlyList<string> texts, string field, bool takesPreflights, Problems problems)
    {
        if (texts.Count > MaxMethods)
        {
            problems.Add(field, $"At most {MaxMethods} methods are allowed, these are {texts.Count}.");
        }

        var methods = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
        {
            var method = texts[i];
            if (!HeaderChangesCompiler.IsToken(method) || method != method.ToUpperInvariant())
            {
                problems.Add($"{field}[{i}]", $"`{method}` is not a method.", "Methods are written in upper case, for example GET.");
            }

            methods.Add(string.IsInterned(method) ?? method);
        }

        if (methods.Contains("GET"))
        {
            methods.Add("HEAD");
        }

        if (takesPreflights && methods.Count > 0)
        {
            methods.Add("OPTIONS");
        }

        return [.. methods];
    }

    private static NamedCondition[] Named(IDictionary<string, ValueMatch> matches, string field, bool isHeader, Problems problems)
    {
        if (matches.Count > MaxConditions)
        {
            problems.Add(field, $"At most {MaxConditions} of these conditions are allowed, these are {matches.Count}.");
        }

        var conditions = new SortedDictionary<string, NamedCondition>(StringComparer.Ordinal);
        foreach (var (name, match) in matches)
        {
            var at = $"{field}.{name}";
            var key = isHeader ? name.ToLowerInvariant() : name;
            if (isHeader ? !HeaderChangesCompiler.IsToken(name) : name.Length is 0 or > MaxName)
            {
                problems.Add(at, $"`{name}` is not a name.");
            }
            else if (ValueCondition.Compile(match, at, problems) is { } condition && !conditions.TryAdd(key, new(key, condition)))
            {
                problems.Add(at, $"There is another condition on {name}; names differ in more than case.");
            }
        }

        return [.. conditions.Values];
    }
}
