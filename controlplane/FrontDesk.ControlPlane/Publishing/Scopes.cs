using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>Which groups receive which resources.</summary>
internal static class Scopes
{
    /// <summary>Whether a group receives a resource: one without groups, or one that names it.</summary>
    public static bool Receives(string group, Resource resource) => resource.Groups.Count == 0 || resource.Groups.Contains(group);
}
