namespace FrontDesk.ControlPlane.Identity;

/// <summary>What an operator's token allows; each includes the ones before it.</summary>
internal enum Role
{
    /// <summary>To read everything but secrets.</summary>
    Viewer = 1,

    /// <summary>To change the configuration and to admit edges.</summary>
    Operator = 2,

    /// <summary>Everything.</summary>
    Admin = 3,
}
