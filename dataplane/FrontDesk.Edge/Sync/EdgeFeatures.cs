using FrontDesk.Routing.Features;

namespace FrontDesk.Edge.Sync;

/// <summary>What this edge understands, told in Hello: the configuration language, and `signed-head`, with which it takes signed updates only.</summary>
internal static class EdgeFeatures
{
    /// <summary>All of it.</summary>
    public static string[] All { get; } = [.. Language.Words, "signed-head"];
}
