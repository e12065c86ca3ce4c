using System.CommandLine;

namespace FrontDesk.Cli.Users;

/// <summary>The argument `SET/NAME`.</summary>
internal static class UserArgument
{
    /// <summary>Makes it.</summary>
    public static Argument<(string Set, string Name)> Create(string description) => new("user")
    {
        Description = description,
        HelpName = "SET/NAME",
        CustomParser = static result =>
        {
            var parts = result.Tokens[0].Value.Split('/');
            if (parts is [{ Length: > 0 } set, { Length: > 0 } name])
            {
                return (set, name);
            }

            result.AddError($"a user is named by its set and its name, as in staff/ann; this is '{result.Tokens[0].Value}'");
            return default;
        },
    };
}
