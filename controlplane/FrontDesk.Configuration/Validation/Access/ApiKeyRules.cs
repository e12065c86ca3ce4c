using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What a rule must be that asks for an API key.</summary>
internal static class ApiKeyRules
{
    private const int LongestParameter = 256;

    /// <summary>Tells what is wrong; that the keys are there is <see cref="References"/>' to say.</summary>
    public static void Check(string field, ApiKeyAuth auth, ResourceProblems problems)
    {
        if (auth.Keys.Length == 0)
        {
            problems.Error($"{field}.keys", "The API keys are not named.", "Write the name of a set of API keys.");
        }

        if (auth.Header.Length > 0 && auth.Query.Length > 0)
        {
            problems.Error(field, "The key is in a header or in a query parameter, not in both.", "Leave out `header` or `query`.");
        }
        else if (auth.Header.Length > 0 && !HeaderText.IsToken(auth.Header))
        {
            problems.Error($"{field}.header", $"`{auth.Header}` is not a header's name.", "Letters, digits and hyphens.");
        }
        else if (auth.Query.Length > LongestParameter)
        {
            problems.Error($"{field}.query", $"A parameter's name has at most {LongestParameter} characters.", "Write for example key.");
        }

        WordRules.Check($"{field}.scopes", auth.Scopes, problems);
    }
}
