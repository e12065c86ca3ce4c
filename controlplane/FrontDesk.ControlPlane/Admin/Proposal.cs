using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>What an operator wants, before it is known which revision it is made from: it can be drafted again on another head.</summary>
internal abstract record Proposal
{
    private Proposal()
    {
    }

    /// <summary>Puts and deletes.</summary>
    /// <param name="Put">Resources as they were sent.</param>
    /// <param name="Delete">What goes; it must be there.</param>
    public sealed record Changes(IReadOnlyList<Resource> Put, IReadOnlyList<ResourceKey> Delete) : Proposal;

    /// <summary>A whole configuration, or the whole of what carries some labels.</summary>
    /// <param name="Put">Resources as they were sent.</param>
    /// <param name="Select">What else carries these labels goes.</param>
    public sealed record Whole(IReadOnlyList<Resource> Put, IReadOnlyDictionary<string, string> Select) : Proposal;

    /// <summary>The configuration as it was.</summary>
    /// <param name="Then">The state at the revision to go back to.</param>
    public sealed record Back(DeskState Then) : Proposal;
}
