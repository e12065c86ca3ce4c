using FrontDesk.Config.V1;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Access;

/// <summary>Compiles what a rule requires.</summary>
internal static class RequirementCompiler
{
    /// <summary>The most groups that a user may be in one of.</summary>
    public const int MaxGroups = 20;

    private const int MaxRealm = 100;

    /// <summary>The model; null, with the problem told, where it is none.</summary>
    public static RequirementModel? Compile(AccessRequirement config, string field, Problems problems)
    {
        switch (config.RequirementCase)
        {
            case AccessRequirement.RequirementOneofCase.ForwardAuth:
                return ForwardAuthCompiler.Compile(config.ForwardAuth, $"{field}.forwardAuth", problems);
            case AccessRequirement.RequirementOneofCase.Basic:
                return Basic(config.Basic, $"{field}.basic", problems);
            case AccessRequirement.RequirementOneofCase.ApiKey:
                return ApiKey(config.ApiKey, $"{field}.apiKey", problems);
            case AccessRequirement.RequirementOneofCase.Jwt:
                return JwtCompiler.Compile(config.Jwt, $"{field}.jwt", problems);
            default:
                problems.Add(field, "The rule says not what it requires.");
                return null;
        }
    }

    private static BasicAuthModel Basic(BasicAuth config, string field, Problems problems)
    {
        if (config.Users.Length == 0)
        {
            problems.Add($"{field}.users", "The users are not named.", "Name a set of users.");
        }

        if (config.Groups.Count > MaxGroups)
        {
            problems.Add($"{field}.groups", $"At most {MaxGroups} groups are allowed, these are {config.Groups.Count}.");
        }

        var realm = config.Realm.Length == 0 ? config.Users : config.Realm;
        if (realm.Length > MaxRealm && config.Realm.Length > 0)
        {
            problems.Add($"{field}.realm", $"A realm has at most {MaxRealm} characters.");
        }

        if (realm.AsSpan().ContainsAnyExceptInRange(' ', '~') || realm.AsSpan().ContainsAny('"', '\\'))
        {
            problems.Add($"{field}.realm", "A realm is printable ASCII without quotes and backslashes.");
        }

        return new(config.Users, [.. config.Groups], $"Basic realm=\"{realm}\", charset=\"UTF-8\"", config.KeepCredentials);
    }

    private static ApiKeyModel ApiKey(ApiKeyAuth config, string field, Problems problems)
    {
        if (config.Keys.Length == 0)
        {
            problems.Add($"{field}.keys", "The API keys are not named.", "Name a set of API keys.");
        }

        if (config.Header.Length > 0 && (config.Query.Length > 0 || !HeaderChangesCompiler.IsToken(config.Header)))
        {
            problems.Add($"{field}.header", "The key is in a header or in a query parameter.", "Give one of header and query.");
        }

        if (config.Scopes.Count > MaxGroups)
        {
            problems.Add($"{field}.scopes", $"At most {MaxGroups} scopes are allowed, these are {config.Scopes.Count}.");
        }

        return new(config.Keys, config.Query.Length > 0 ? "" : config.Header.Length > 0 ? config.Header : "x-api-key", config.Query, [.. config.Scopes], config.KeepCredentials);
    }
}
