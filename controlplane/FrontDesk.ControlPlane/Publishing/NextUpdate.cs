using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>What an edge is sent next.</summary>
/// <param name="Kind">Which sort.</param>
/// <param name="From">Where the edge stands.</param>
internal readonly record struct NextUpdate(UpdateKind Kind, Position? From)
{
    /// <summary>Nothing.</summary>
    public static NextUpdate None => new(UpdateKind.None, null);

    /// <summary>Nothing, because the edge runs a later revision than this control plane knows.</summary>
    public static NextUpdate Ahead => new(UpdateKind.Ahead, null);
}

/// <summary>The sorts of update.</summary>
internal enum UpdateKind
{
    /// <summary>Nothing is needed, or not now.</summary>
    None,

    /// <summary>The edge is ahead of this control plane, which must not take it back.</summary>
    Ahead,

    /// <summary>The operations from where it stands.</summary>
    Delta,

    /// <summary>Everything.</summary>
    Snapshot,
}
