using System.Text.RegularExpressions;
using FrontDesk.Config.V1;
using ValueMatch = FrontDesk.Config.V1.ValueMatch;

namespace FrontDesk.Routing.Tests.Matching;

/// <summary>
/// Matching as the documentation tells it, and nothing else: every route is looked at, those that take the request are put in order, and the
/// first one wins. It reads what was written, not what was compiled.
/// </summary>
internal sealed class ReferenceMatcher(IEnumerable<Resource> routes)
{
    private readonly Entry[] _entries =
        [.. from resource in routes from host in resource.Route.Hosts from path in Paths(resource.Route) select new Entry(resource.Name, resource.Route, host.ToLowerInvariant(), path)];

    /// <summary>The name of the route that takes a request; null where none does.</summary>
    public string? Match(Facts request)
    {
        var view = View(request.Path);
        return _entries
            .Where(entry => HostMatches(entry.Host, request.Host) && PathMatches(entry.Path, view) && Holds(entry.Route, request))
            .Order(Comparer<Entry>.Create(Compare)).FirstOrDefault()?.Name;
    }

    /// <summary>Names of routes that can never be told apart: same host, path, priority and conditions.</summary>
    public HashSet<(string, string)> Alike()
    {
        var pairs =
            from alike in _entries.GroupBy(static entry => (entry.Host, PathKey(entry.Path), entry.Route.Priority, ConditionsKey(entry.Route)))
            from one in alike
            from other in alike
            where one.Name != other.Name
            select (one.Name, other.Name);
        return [.. pairs];
    }

    private static IEnumerable<string> Paths(RouteConfig route) => route.Paths.Count == 0 ? ["/*"] : route.Paths;

    private static bool HostMatches(string pattern, string host) =>
        pattern == "*" || pattern == host || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(pattern[1..], StringComparison.Ordinal));

    /// <summary>The path as rules see it: without parameters, and with the delimiters decoded that mean nothing in a path.</summary>
    private static string View(string path)
    {
        var bare = Regex.Replace(path, "(;|%3B)[^/]*", "");
        var merged = Regex.Replace(bare, "/+", "/");
        return Regex.Replace(merged, "%(21|24|26|27|28|29|2A|2B|2C|3D|3A|40)", static escape => Uri.UnescapeDataString(escape.Value));
    }

    private static bool PathMatches(string pattern, string view)
    {
        if (pattern.StartsWith('~'))
        {
            return Regex.IsMatch(view, $@"\A(?:{pattern[1..]})\z");
        }

        var wanted = pattern.Split('/')[1..];
        var there = view.Split('/')[1..];
        var isRest = wanted[^1] == "*";
        wanted = isRest ? wanted[..^1] : wanted;
        return (isRest ? there.Length >= wanted.Length : there.Length == wanted.Length)
            && wanted.Zip(there).All(static pair => IsPlaceholder(pair.First) ? pair.Second != "" : Uri.UnescapeDataString(pair.First) == Uri.UnescapeDataString(pair.Second));
    }

    private static bool Holds(RouteConfig route, Facts request) =>
        (route.Methods.Count == 0 || Methods(route).Contains(request.Method))
        && route.Headers.All(condition => Holds(condition.Value, [.. request.Headers.Where(header => header.Name.Equals(condition.Key, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value)]))
        && route.Query.All(condition => Holds(condition.Value, [.. request.Query.Where(parameter => parameter.Name == condition.Key).Select(static parameter => parameter.Value)]));

    private static bool Holds(ValueMatch match, string[] values) => match.MatchCase switch
    {
        ValueMatch.MatchOneofCase.Exact => values.Contains(match.Exact),
        ValueMatch.MatchOneofCase.Regex => values.Any(value => Regex.IsMatch(value, $@"\A(?:{match.Regex})\z")),
        _ => values.Length > 0 == match.Present,
    };

    private static IEnumerable<string> Methods(RouteConfig route) => route.Methods.Contains("GET") ? route.Methods.Append("HEAD") : route.Methods;

    private static int Compare(Entry left, Entry right)
    {
        int[] steps =
        [
            HostRank(left.Host).CompareTo(HostRank(right.Host)),
            right.Route.Priority.CompareTo(left.Route.Priority),
            ComparePaths(left.Path, right.Path),
            Conditions(right.Route).CompareTo(Conditions(left.Route)),
            string.CompareOrdinal(left.Name, right.Name),
        ];
        return steps.FirstOrDefault(static step => step != 0);
    }

    /// <summary>An exact host, then wildcards from the longest, then the default.</summary>
    private static int HostRank(string host) => host == "*" ? int.MaxValue : host.StartsWith("*.", StringComparison.Ordinal) ? 1000 - host.Length : 0;

    private static int ComparePaths(string left, string right)
    {
        if (left.StartsWith('~') || right.StartsWith('~'))
        {
            return left.StartsWith('~') && right.StartsWith('~') ? right.Length.CompareTo(left.Length) : left.StartsWith('~') ? 1 : -1;
        }

        // A path that ends stands before one that goes on with `*`, as the empty text stands before every other.
        return string.CompareOrdinal(Ranks(left), Ranks(right));

        static string Ranks(string path) => string.Concat(path.Split('/')[1..].Select(static segment => segment == "*" ? '3' : IsPlaceholder(segment) ? '2' : '1'));
    }

    private static int Conditions(RouteConfig route) => route.Headers.Count + route.Query.Count + (route.Methods.Count > 0 ? 1 : 0);

    private static bool IsPlaceholder(string segment) => segment.StartsWith('{');

    private static string PathKey(string path) =>
        path.StartsWith('~') ? path : string.Join('/', path.Split('/').Select(static segment => IsPlaceholder(segment) ? "{}" : Uri.UnescapeDataString(segment)));

    private static string ConditionsKey(RouteConfig route)
    {
        var methods = Methods(route).Distinct().Order(StringComparer.Ordinal);
        var headers = route.Headers.Select(static header => $"{header.Key.ToLowerInvariant()} {header.Value}").Order(StringComparer.Ordinal);
        var query = route.Query.Select(static parameter => $"{parameter.Key} {parameter.Value}").Order(StringComparer.Ordinal);
        return $"{string.Join(',', methods)} | {string.Join(',', headers)} | {string.Join(',', query)}";
    }

    private sealed record Entry(string Name, RouteConfig Route, string Host, string Path);
}
