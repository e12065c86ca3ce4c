using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Routes;

/// <summary>Compiles a route's redirect.</summary>
internal static class RedirectCompiler
{
    private const int MaxLength = 2048;
    private const int DefaultStatus = 308;

    private static readonly string[] Placeholders = ["{scheme}", "{host}", "{path}", "{query}"];

    /// <summary>The redirect; null, with the problems told, where it is none.</summary>
    public static RedirectModel? Compile(Redirect config, Problems problems)
    {
        var status = config.Status == 0 ? DefaultStatus : (int)config.Status;
        if (status is not (301 or 302 or 303 or 307 or 308))
        {
            problems.Add("redirect.status", $"{status} is not a status of a redirect.", "Use 301, 302, 303, 307 or 308.");
        }

        return Compile(config.To, status, "redirect.to", problems);
    }

    /// <summary>A redirect to a URL; null, with the problems told, where it is none.</summary>
    public static RedirectModel? Compile(string to, int status, string field, Problems problems)
    {
        if (to.Length is 0 or > MaxLength)
        {
            problems.Add(field, $"The URL has 1 to {MaxLength} characters, this one has {to.Length}.");
            return null;
        }

        if (to.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Add(field, "The URL holds a character that must be percent-encoded.");
        }

        var parts = Split(to, field, problems);
        CheckTarget(to, field, problems);
        return problems.None ? new RedirectModel(parts) { Status = status } : null;
    }

    private static string[] Split(string template, string field, Problems problems)
    {
        var parts = new List<string>();
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var end = open < 0 ? template.Length : open;
            if (end > at)
            {
                parts.Add(template[at..end]);
            }

            if (open < 0)
            {
                break;
            }

            var close = template.IndexOf('}', open);
            var name = close < 0 ? template[open..] : template[open..(close + 1)];
            if (!Placeholders.Contains(name))
            {
                problems.Add(field, $"`{name}` stands for nothing.", $"There are {string.Join(", ", Placeholders)}. A literal brace is written %7B or %7D.");
            }

            parts.Add(name);
            at = open + name.Length;
        }

        return [.. parts];
    }

    /// <summary>Filled in, the URL must be one that a client can follow.</summary>
    private static void CheckTarget(string template, string field, Problems problems)
    {
        var sample = template.Replace("{scheme}", "https", StringComparison.Ordinal).Replace("{host}", "a.example", StringComparison.Ordinal)
            .Replace("{path}", "/p", StringComparison.Ordinal).Replace("{query}", "?q", StringComparison.Ordinal);
        var isPath = sample.StartsWith('/') && !sample.StartsWith("//", StringComparison.Ordinal);
        var isUrl = Uri.TryCreate(sample, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        if (!isPath && !isUrl)
        {
            problems.Add(field, $"`{template}` does not make an http or https URL.", "Write for example https://shop.example.com{path}{query}.");
        }
    }
}
