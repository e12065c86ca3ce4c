using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Snapshots;

/// <summary>An update was not applied, and nothing was changed: the control plane is told why.</summary>
/// <param name="reason">Why, for programs.</param>
/// <param name="message">Why, in a sentence.</param>
/// <param name="resource">The resource at fault, where there is one.</param>
internal sealed class RefusedException(NackReason reason, string message, ResourceKey? resource = null) : Exception(message)
{
    /// <summary>Why, for programs.</summary>
    public NackReason Reason { get; } = reason;

    /// <summary>The resource at fault; null where it is none's.</summary>
    public ResourceKey? Resource { get; } = resource;
}
