using FrontDesk.Admin.V1;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>The words for how an edge is.</summary>
internal static class StateWords
{
    /// <summary>The word that people and programs see: `in-sync`.</summary>
    public static string Of(EdgeState state) => state switch
    {
        EdgeState.InSync => "in-sync",
        EdgeState.Behind => "behind",
        EdgeState.Degraded => "degraded",
        EdgeState.Refused => "refused",
        EdgeState.Diverged => "diverged",
        EdgeState.Offline => "offline",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state of an edge"),
    };
}
