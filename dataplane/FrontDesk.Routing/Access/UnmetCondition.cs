namespace FrontDesk.Routing.Access;

/// <summary>What a rule asks, and a request does not meet.</summary>
internal enum UnmetCondition
{
    /// <summary>Nothing more.</summary>
    None,

    /// <summary>That its client is one of some.</summary>
    Client,

    /// <summary>A method and headers.</summary>
    Request,

    /// <summary>That its path is one of some.</summary>
    Path,

    /// <summary>That it comes at certain times.</summary>
    Time,
}
