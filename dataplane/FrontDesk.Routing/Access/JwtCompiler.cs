using FrontDesk.Config.V1;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Services;

namespace FrontDesk.Routing.Access;

/// <summary>Compiles what a rule requires of a token.</summary>
internal static class JwtCompiler
{
    private const int Most = 20;
    private const int LongestText = 2048;
    private const int LongestInline = 64 * 1024;
    private static readonly string[] Standard = ["RS256", "ES256"];
    private static readonly string[] Known = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>The model. Problems are told.</summary>
    public static JwtModel Compile(JwtAuth config, string field, Problems problems)
    {
        if (config.Issuer.Length is 0 or > LongestText)
        {
            problems.Add($"{field}.issuer", "The issuer is not named.", "Write what `iss` is in its tokens.");
        }

        if (config.Audiences.Count is 0 or > Most)
        {
            problems.Add($"{field}.audiences", $"A token is for 1 to {Most} audiences, these are {config.Audiences.Count}.");
        }

        if (config.Algorithms.Count > Most || config.Algorithms.Except(Known).Any())
        {
            problems.Add($"{field}.algorithms", "One of the algorithms is not supported.", $"Use {string.Join(", ", Known)}.");
        }

        if (config.Claims.Count > Most || config.Forward.Count > Most || config.Forward.Values.Any(static header => !HeaderChangesCompiler.IsToken(header)))
        {
            problems.Add(field, $"At most {Most} claims can be asked for, and as many be forwarded, in headers.");
        }

        var claims = new List<KeyValuePair<string, ValueCondition>>();
        foreach (var (name, match) in config.Claims.OrderBy(static claim => claim.Key, StringComparer.Ordinal))
        {
            if (ValueCondition.Compile(match, $"{field}.claims.{name}", problems) is { } condition)
            {
                claims.Add(new(name, condition));
            }
        }

        var skew = Durations.Compile(config.ClockSkew, TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeSpan.FromMinutes(5), $"{field}.clockSkew", problems);
        return new(
            config.Issuer,
            [.. config.Audiences],
            Keys(config.Jwks, $"{field}.jwks", problems),
            config.Algorithms.Count == 0 ? Standard : [.. config.Algorithms],
            skew,
            [.. claims],
            [.. config.Forward.OrderBy(static claim => claim.Key, StringComparer.Ordinal)],
            config.KeepCredentials);
    }

    private static JwksModel Keys(Jwks? config, string field, Problems problems)
    {
        var isRight = config?.SourceCase switch
        {
            Jwks.SourceOneofCase.Url => config.Url.Length <= LongestText && Uri.TryCreate(config.Url, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"),
            Jwks.SourceOneofCase.Inline => config.Inline.Length is > 0 and <= LongestInline,
            _ => false,
        };
        if (!isRight)
        {
            problems.Add(field, "It does not say where the keys come from.", "Give an http or https URL, or the keys inline.");
        }

        return new(config?.Url ?? "", config?.Inline ?? "");
    }
}
