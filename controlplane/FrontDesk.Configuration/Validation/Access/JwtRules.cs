using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Routes;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What a rule must be that asks for a token.</summary>
internal static class JwtRules
{
    private const int Most = 20;
    private const int LongestText = 2048;
    private const int LongestInline = 64 * 1024;
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Tells what is wrong.</summary>
    public static void Check(string field, JwtAuth jwt, ResourceProblems problems)
    {
        if (jwt.Issuer.Length is 0 or > LongestText)
        {
            problems.Error($"{field}.issuer", "The issuer is not named.", "Write what `iss` is in its tokens, for example https://login.example.com.");
        }

        problems.CheckCount($"{field}.audiences", jwt.Audiences.Count, 1, Most);
        for (var at = 0; at < jwt.Algorithms.Count; at++)
        {
            if (!Algorithms.Contains(jwt.Algorithms[at]))
            {
                problems.Error($"{field}.algorithms[{at}]", $"`{jwt.Algorithms[at]}` is not supported: only signatures with public keys are.", $"Write {string.Join(", ", Algorithms)}.");
            }
        }

        CheckKeys($"{field}.jwks", jwt.Jwks, problems);
        problems.CheckDuration($"{field}.clockSkew", jwt.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        ConditionRules.CheckValues($"{field}.claims", jwt.Claims, problems);
        problems.CheckCount($"{field}.forward", jwt.Forward.Count, 0, Most);
        foreach (var (claim, header) in jwt.Forward.OrderBy(static claim => claim.Key, StringComparer.Ordinal))
        {
            if (!HeaderText.IsToken(header))
            {
                problems.Error($"{field}.forward.{claim}", $"`{header}` is not a header's name.", "Letters, digits and hyphens.");
            }
            else if (!HeaderChangeRules.IsFree(header))
            {
                problems.Error($"{field}.forward.{claim}", $"The edge writes `{header}` itself.", "Use another name.");
            }
        }
    }

    private static void CheckKeys(string field, Jwks? jwks, ResourceProblems problems)
    {
        switch (jwks?.SourceCase)
        {
            case Jwks.SourceOneofCase.Url when jwks.Url.Length <= LongestText && Uri.TryCreate(jwks.Url, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") && url.UserInfo.Length == 0:
                if (url.Scheme == "http" && !url.IsLoopback)
                {
                    problems.Warning($"{field}.url", "The keys come without TLS: who can answer in the place of the issuer can sign tokens.", "Use an https URL.");
                }

                break;
            case Jwks.SourceOneofCase.Url:
                problems.Error($"{field}.url", "This is not an http or https URL.", "Write for example https://login.example.com/.well-known/jwks.json.");
                break;
            case Jwks.SourceOneofCase.Inline:
                CheckInline($"{field}.inline", jwks.Inline, problems);
                break;
            default:
                problems.Error(field, "It does not say where the issuer's keys come from.", "Write `jwks: URL`, or `jwks: { inline: JSON }`.");
                break;
        }
    }

    private static void CheckInline(string field, string text, ResourceProblems problems)
    {
        if (text.Length > LongestInline)
        {
            problems.Error(field, "The keys have at most 64 KiB.", "Leave out those that are not used.");
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                && keys.EnumerateArray().Any(static key => key.ValueKind == JsonValueKind.Object && key.TryGetProperty("kty", out var kind) && kind.ValueKind == JsonValueKind.String && (kind.ValueEquals("RSA") || kind.ValueEquals("EC"))))
            {
                return;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        problems.Error(field, "This is not a set of public keys.", "Write the issuer's JSON text, `{\"keys\":[…]}`, with a key of kind RSA or EC.");
    }
}
