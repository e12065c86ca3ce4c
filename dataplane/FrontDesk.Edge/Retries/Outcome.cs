namespace FrontDesk.Edge.Retries;

/// <summary>What became of one try to get an answer from an endpoint.</summary>
internal enum Outcome
{
    /// <summary>An answer; its status may say that the service is not well.</summary>
    Answered,

    /// <summary>No connection could be made, so that nothing was sent.</summary>
    NotConnected,

    /// <summary>The connection broke before an answer's head was there, or what came was none.</summary>
    Reset,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>It ended for a reason that is not the endpoint's: the client left, or its body broke off.</summary>
    NotItsFault,
}
