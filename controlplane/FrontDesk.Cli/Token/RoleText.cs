using FrontDesk.Admin.V1;

namespace FrontDesk.Cli.Token;

/// <summary>Roles as people write them.</summary>
internal static class RoleText
{
    /// <summary>All, from the least.</summary>
    public static readonly string[] All = [Of(Role.Viewer), Of(Role.Operator), Of(Role.Admin)];

    /// <summary>A role's name; one that this version does not know is shown as it is.</summary>
    public static string Of(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>The role of a name.</summary>
    public static Role Read(string? name) => Enum.TryParse<Role>(name, ignoreCase: true, out var role) ? role : Role.Unspecified;
}
