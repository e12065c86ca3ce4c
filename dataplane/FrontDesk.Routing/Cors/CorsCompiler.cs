using System.Globalization;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Services;

namespace FrontDesk.Routing.Cors;

/// <summary>Compiles who may use a route from a browser.</summary>
internal static class CorsCompiler
{
    private const int MaxOrigins = 50;
    private const int MaxOrigin = 300;
    private const int MaxMethods = 20;
    private const int MaxNames = 50;
    private const int MaxName = 253;

    /// <summary>The model; null, with the problems told, where there is none.</summary>
    public static CorsModel? Compile(Config.V1.Cors? config, IReadOnlyList<string> routeMethods, Problems problems)
    {
        if (config is null)
        {
            return null;
        }

        Count("cors.origins", config.Origins.Count, 1, MaxOrigins, problems);
        for (var i = 0; i < config.Origins.Count; i++)
        {
            if (config.Origins[i] != "*" && !IsOrigin(config.Origins[i]))
            {
                problems.Add($"cors.origins[{i}]", $"`{config.Origins[i]}` is not an origin.", "Write for example https://app.example.com, in lower case and without a path.");
            }
        }

        var all = config.Origins.Contains("*");
        if (all && config.Credentials)
        {
            problems.Add("cors.credentials", "Credentials are not for scripts from everywhere.", "Name the origins.");
        }

        Count("cors.methods", config.Methods.Count, 0, MaxMethods, problems);
        for (var i = 0; i < config.Methods.Count; i++)
        {
            if (!HeaderChangesCompiler.IsToken(config.Methods[i]) || config.Methods[i] != config.Methods[i].ToUpperInvariant())
            {
                problems.Add($"cors.methods[{i}]", $"`{config.Methods[i]}` is not a method.", "Methods are written in upper case, for example PUT.");
            }
        }

        var allHeaders = config.Headers is ["*"];
        Names("cors.headers", allHeaders ? [] : config.Headers, problems);
        Names("cors.exposed", config.Exposed, problems);
        var age = Durations.Compile(config.MaxAge, TimeSpan.FromMinutes(10), TimeSpan.Zero, TimeSpan.FromHours(24), "cors.maxAge", problems);
        if (!problems.None)
        {
            return null;
        }

        string[] methods = config.Methods.Count > 0 ? [.. config.Methods] : routeMethods.Count > 0 ? [.. routeMethods] : ["GET", "HEAD", "POST"];
        return new CorsModel(config.Origins.Where(static origin => !IsWild(origin)), [.. config.Origins.Where(IsWild).Where(static origin => origin != "*").Select(Split)])
        {
            AllowsAll = all,
            Credentials = config.Credentials,
            Methods = string.Join(", ", methods),
            AllowsAllHeaders = allHeaders,
            Headers = allHeaders ? "" : string.Join(", ", config.Headers),
            Exposed = string.Join(", ", config.Exposed),
            MaxAge = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        };
    }

    private static bool IsWild(string origin) => origin.Contains('*', StringComparison.Ordinal);

    private static (string Scheme, string Suffix) Split(string origin)
    {
        var star = origin.IndexOf('*', StringComparison.Ordinal);
        return (origin[..star], origin[(star + 1)..]);
    }

    private static void Count(string field, int count, int least, int most, Problems problems)
    {
        if (count < least || count > most)
        {
            problems.Add(field, $"There are {count}, and {least} to {most} are allowed.");
        }
    }

    private static void Names(string field, IReadOnlyList<string> names, Problems problems)
    {
        Count(field, names.Count, 0, MaxNames, problems);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Length > MaxName || names[i] == "*" || !HeaderChangesCompiler.IsToken(names[i]))
            {
                problems.Add($"{field}[{i}]", $"`{names[i]}` is not a header's name.");
            }
        }
    }

    // scheme "://" [ "*." ] host [ ":" port ], the port not the scheme's own: as a browser writes it (RFC 6454 §6.2).
    private static bool IsOrigin(string origin)
    {
        var end = origin.IndexOf("://", StringComparison.Ordinal);
        if (end < 1 || origin.Length > MaxOrigin || !char.IsAsciiLetterLower(origin[0]) || !origin[..end].All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '.' or '-'))
        {
            return false;
        }

        var host = origin.AsSpan(end + 3);
        if (host.LastIndexOf(':') is >= 0 and var colon)
        {
            var standard = origin.AsSpan(0, end) is "https" ? 443 : origin.AsSpan(0, end) is "http" ? 80 : 0;
            if (!ushort.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0 || port == standard || host[colon + 1] == '0')
            {
                return false;
            }

            host = host[..colon];
        }

        host = host.StartsWith("*.") ? host[2..] : host;
        return !host.IsEmpty && host[0] != '.' && !host.ContainsAnyExcept(CorsModel.HostCharacters);
    }
}
