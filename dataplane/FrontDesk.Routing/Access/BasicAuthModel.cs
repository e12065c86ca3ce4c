namespace FrontDesk.Routing.Access;

/// <summary>A user's name and password, compiled.</summary>
/// <param name="Users">The name of the set of users.</param>
/// <param name="Groups">Groups of which the user must be in one; none for every user.</param>
/// <param name="Challenge">The value of WWW-Authenticate (RFC 7617 §2).</param>
/// <param name="KeepsCredentials">Whether the service gets the Authorization header too.</param>
public sealed record BasicAuthModel(string Users, string[] Groups, string Challenge, bool KeepsCredentials) : RequirementModel
{
    /// <inheritdoc/>
    internal override string Doing => $"wants a name and a password of the users {Users}{(Groups.Length == 0 ? "" : $", in one of the groups {string.Join(", ", Groups)},")} of";
}
