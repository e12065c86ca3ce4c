namespace FrontDesk.Edge.Sync;

/// <summary>What this edge understands, told in Hello: the sections of the configuration language, and `signed-head`, with which it takes signed updates only.</summary>
internal static class EdgeFeatures
{
    /// <summary>All of it.</summary>
    public static string[] All { get; } = ["listeners", "certificates", "services", "routes", "settings", "signed-head"];
}
