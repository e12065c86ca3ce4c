using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What a rule must be that asks for a name and a password.</summary>
internal static class BasicAuthRules
{
    private const int MaxRealm = 100;

    /// <summary>Tells what is wrong; that the users are there is <see cref="References"/>' to say.</summary>
    public static void Check(string field, BasicAuth basic, ResourceProblems problems)
    {
        if (basic.Users.Length == 0)
        {
            problems.Error($"{field}.users", "The users are not named.", "Write the name of a set of users.");
        }

        WordRules.Check($"{field}.groups", basic.Groups, problems);
        if (basic.Realm.Length > MaxRealm || basic.Realm.AsSpan().ContainsAnyExceptInRange(' ', '~') || basic.Realm.AsSpan().ContainsAny('"', '\\'))
        {
            problems.Error($"{field}.realm", $"A realm has 1 to {MaxRealm} characters of printable ASCII without quotes and backslashes.", "Write a few plain words.");
        }
    }
}
