using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>One resource of the desk.</summary>
/// <param name="stored">As it is stored.</param>
/// <param name="groups">The groups that it names; none: every group receives it.</param>
internal sealed class DeskEntry(StoredResource stored, string[] groups)
{
    /// <summary>As it is stored.</summary>
    public StoredResource Stored { get; } = stored;

    /// <summary>The groups that it names; none: every group receives it.</summary>
    public string[] Groups { get; } = groups;

    /// <summary>Whether a group receives it. The empty name stands for every group that no resource names.</summary>
    public bool IsIn(string group) => Groups.Length == 0 || Array.IndexOf(Groups, group) >= 0;
}
