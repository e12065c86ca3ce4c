using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Explain;

/// <summary>Says which of a route's paths takes a request.</summary>
internal static class PathOrder
{
    /// <summary>The most exact of the route's paths that match (a path as <see cref="Targets.PathView"/> shows it); null for none.</summary>
    public static PathPattern? Taking(RouteModel route, string path) =>
        route.Paths.Where(pattern => Matches(pattern, path)).Order(MostExactFirst).FirstOrDefault();

    /// <summary>Asks the edges' own tree, with nothing but this pattern in it.</summary>
    private static bool Matches(PathPattern pattern, string path)
    {
        if (pattern.Regex is not null)
        {
            return pattern.Regex.IsMatch(path);
        }

        RouteModel? rival = null;
        var found = new List<RouteModel>();
        PathNode.Empty.With(pattern, 0, new RouteModel { Name = "", Destinations = [], TotalWeight = 0 }, ref rival).Collect(path, found);
        return found.Count > 0;
    }

    private static readonly Comparer<PathPattern> MostExactFirst = Comparer<PathPattern>.Create(static (left, right) =>
    {
        if (left.Regex is not null || right.Regex is not null)
        {
            return left.Regex is null ? -1 : right.Regex is null ? 1 : right.Text.Length.CompareTo(left.Text.Length);
        }

        for (var i = 0; i < left.Segments.Length && i < right.Segments.Length; i++)
        {
            var byKind = (left.Segments[i] is null).CompareTo(right.Segments[i] is null);
            if (byKind != 0)
            {
                return byKind;
            }
        }

        var byLength = right.Segments.Length.CompareTo(left.Segments.Length);
        return byLength != 0 ? byLength : left.Rest.CompareTo(right.Rest);
    });
}
