namespace FrontDesk.ControlPlane.Identity;

/// <summary>A port of the control plane; each serves its own calls only.</summary>
[Flags]
internal enum Door
{
    /// <summary>The operators' port, 7400.</summary>
    Operators = 1,

    /// <summary>The edges' port, 7401.</summary>
    Edges = 2,

    /// <summary>Either.</summary>
    Both = Operators | Edges,
}
