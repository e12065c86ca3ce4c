using FrontDesk.Admin.V1;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Who may make a call, and at which port.</summary>
/// <param name="Door">The ports that serve the call.</param>
/// <param name="Caller">Who may make it.</param>
internal sealed record Permission(Door Door, CallerKind Caller)
{
    /// <summary>The least role to call it; unspecified where the caller is no operator.</summary>
    public Role Role { get; init; }

    /// <summary>The least role to call it for a change that is not a dry run; unspecified where the call makes no such difference.</summary>
    public Role RoleToChange { get; init; }
}
