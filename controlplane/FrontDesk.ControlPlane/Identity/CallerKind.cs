namespace FrontDesk.ControlPlane.Identity;

/// <summary>Who a call is meant for.</summary>
internal enum CallerKind
{
    /// <summary>Anyone: the call itself finds out.</summary>
    Anyone,

    /// <summary>A member of the fleet, by its certificate.</summary>
    Node,

    /// <summary>The same, also for a while after its certificate lapsed: the handshake still proves its key.</summary>
    LapsedNode,

    /// <summary>An operator, by a bearer token.</summary>
    Operator,
}
