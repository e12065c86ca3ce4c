using System.Text.RegularExpressions;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Matching;

/// <summary>A route under one of its regular expressions.</summary>
internal readonly record struct ExpressionRoute(PathPattern Pattern, RouteModel Route)
{
    /// <summary>The expression over the whole path.</summary>
    public Regex Regex => Pattern.Regex!;

    /// <summary>The list with one more, at its place; the same list, and the rival, where there is one that it could never be told apart from.</summary>
    public static ExpressionRoute[] With(ExpressionRoute[] list, ExpressionRoute added, ref RouteModel? rival)
    {
        var at = 0;
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i].IsSame(added))
            {
                return list;
            }

            if (list[i].Pattern.SameAs(added.Pattern) && RouteConditions.Same(list[i].Route.Conditions, added.Route.Conditions))
            {
                rival = list[i].Route;
                return list;
            }

            at = Compare(list[i], added) < 0 ? i + 1 : at;
        }

        return [.. list.AsSpan(0, at), added, .. list.AsSpan(at)];
    }

    /// <summary>The list with one less.</summary>
    public static ExpressionRoute[] Without(ExpressionRoute[] list, ExpressionRoute removed) =>
        Array.FindIndex(list, removed.IsSame) is >= 0 and var at ? [.. list.AsSpan(0, at), .. list.AsSpan(at + 1)] : list;

    /// <summary>Which is tried first: the longer one, then as <see cref="RouteList.Compare"/> says, then by text.</summary>
    public static int Compare(ExpressionRoute left, ExpressionRoute right)
    {
        var byLength = right.Pattern.Text.Length.CompareTo(left.Pattern.Text.Length);
        var byRoute = byLength != 0 ? byLength : RouteList.Compare(left.Route, right.Route);
        return byRoute != 0 ? byRoute : string.CompareOrdinal(left.Pattern.Text, right.Pattern.Text);
    }

    private bool IsSame(ExpressionRoute other) => Route == other.Route && Pattern.SameAs(other.Pattern);
}
