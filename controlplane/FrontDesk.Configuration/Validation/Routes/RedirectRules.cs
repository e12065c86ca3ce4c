using System.Text.RegularExpressions;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Routes;

/// <summary>What a route's redirect must be.</summary>
internal static partial class RedirectRules
{
    private const int MaxLength = 2048;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(Redirect redirect, ResourceProblems problems)
    {
        if (!(redirect.Status is 0 or 301 or 302 or 303 or 307 or 308))
        {
            problems.Error("redirect.status", $"{redirect.Status} is not a status of a redirect.", "Use 301, 302, 303, 307 or 308.");
        }

        CheckTarget("redirect.to", redirect.To, problems);
    }

    /// <summary>Tells what is wrong with the URL that a client is sent to.</summary>
    public static void CheckTarget(string field, string to, ResourceProblems problems)
    {
        if (to.Length is 0 or > MaxLength || to.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Error(field, $"The URL must have 1 to {MaxLength:N0} printable ASCII characters.", "Percent-encode the others.");
            return;
        }

        var filled = Placeholder().Replace(to, match => match.Value switch
        {
            "{scheme}" => "https",
            "{host}" => "a.example",
            "{path}" => "/p",
            "{query}" => "?q",
            _ => match.Value,
        });
        if (filled.AsSpan().IndexOfAny('{', '}') >= 0)
        {
            problems.Error(field, "Only {scheme}, {host}, {path} and {query} stand for something.", "A literal brace is written %7B or %7D.");
            return;
        }

        var isPath = filled.StartsWith('/') && !filled.StartsWith("//", StringComparison.Ordinal);
        if (!isPath && !(Uri.TryCreate(filled, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            problems.Error(field, $"`{to}` does not make an http or https URL.", "Write for example https://shop.example.com{path}{query}.");
        }
    }

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
