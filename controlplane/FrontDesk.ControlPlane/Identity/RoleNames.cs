using FrontDesk.Admin.V1;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>How roles are spelled for people.</summary>
internal static class RoleNames
{
    /// <summary>`viewer`, `operator` or `admin`; `none` for anything else.</summary>
    public static string Of(Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Operator => "operator",
        Role.Admin => "admin",
        _ => "none",
    };
}
