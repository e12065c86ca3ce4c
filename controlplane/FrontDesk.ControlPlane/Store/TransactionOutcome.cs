namespace FrontDesk.ControlPlane.Store;

/// <summary>What became of a transaction.</summary>
internal enum TransactionOutcome
{
    /// <summary>All of it was written.</summary>
    Done,

    /// <summary>A condition did not hold; nothing was written.</summary>
    Refused,

    /// <summary>The store went away before it answered: read, to find out.</summary>
    Unknown,
}
