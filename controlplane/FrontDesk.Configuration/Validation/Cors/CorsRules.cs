using System.Buffers;
using System.Globalization;
using FrontDesk.Configuration.Validation.Routes;

namespace FrontDesk.Configuration.Validation.Cors;

/// <summary>What a route's `cors` must be.</summary>
internal static class CorsRules
{
    private const int MaxOrigins = 50;
    private const int MaxOrigin = 300;
    private const int MaxNames = 50;
    private const int MaxName = 253;

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Tells what is wrong.</summary>
    public static void Check(Config.V1.Cors? cors, ResourceProblems problems)
    {
        if (cors is null)
        {
            return;
        }

        problems.CheckCount("cors.origins", cors.Origins.Count, 1, MaxOrigins);
        for (var at = 0; at < cors.Origins.Count; at++)
        {
            var origin = cors.Origins[at];
            if (origin != "*" && WhyNoOrigin(origin) is { } reason)
            {
                problems.Error($"cors.origins[{at}]", $"`{origin}` is not an origin: {reason}.", "Write it as browsers send it, for example https://app.example.com or https://*.example.com.");
            }

            if (cors.Origins.IndexOf(origin) < at)
            {
                problems.Error($"cors.origins[{at}]", $"`{origin}` is there twice.", "Name it once.");
            }
        }

        if (cors.Credentials && cors.Origins.Contains("*"))
        {
            problems.Error("cors.credentials", "Scripts from everywhere cannot have the browser's credentials: every site could act for its visitors.", "Name the origins, or leave credentials out.");
        }

        MethodRules.Check("cors.methods", cors.Methods, problems);
        CheckNames("cors.headers", cors.Headers, mayBeAll: true, problems);
        CheckNames("cors.exposed", cors.Exposed, mayBeAll: false, problems);
        problems.CheckDuration("cors.maxAge", cors.MaxAge, TimeSpan.Zero, TimeSpan.FromHours(24));
    }

    private static void CheckNames(string field, IList<string> names, bool mayBeAll, ResourceProblems problems)
    {
        problems.CheckCount(field, names.Count, 0, MaxNames);
        if (mayBeAll && names is ["*"])
        {
            return;
        }

        for (var at = 0; at < names.Count; at++)
        {
            if (names[at] == "*")
            {
                problems.Error($"{field}[{at}]", mayBeAll ? "`*` stands for all headers, so nothing stands beside it." : "`*` stands for nothing here.", mayBeAll ? "Write `[\"*\"]`." : "Name the headers.");
            }
            else if (names[at].Length > MaxName || !HeaderText.IsToken(names[at]))
            {
                problems.Error($"{field}[{at}]", $"`{names[at]}` is not a header's name.", "Letters, digits and hyphens.");
            }
        }
    }

    private static string? WhyNoOrigin(string origin)
    {
        if (origin == "null")
        {
            return "`null` is what every sandboxed page of every site sends";
        }

        var end = origin.IndexOf("://", StringComparison.Ordinal);
        if (end < 1 || origin.Length > MaxOrigin || !char.IsAsciiLetterLower(origin[0]) || !origin[..end].All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '.' or '-'))
        {
            return "it begins with a scheme in lower case";
        }

        var host = origin[(end + 3)..];
        if (host.LastIndexOf(':') is >= 0 and var colon)
        {
            if (!ushort.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0 || host[colon + 1] == '0')
            {
                return "its port is 1 to 65535";
            }

            if ((origin[..end], port) is ("https", 443) or ("http", 80))
            {
                return "browsers leave the scheme's own port out";
            }

            host = host[..colon];
        }

        host = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return host.Length == 0 || host[0] == '.' || host.AsSpan().ContainsAnyExcept(HostCharacters) ? "a host in lower case follows the scheme, and no path" : null;
    }
}
