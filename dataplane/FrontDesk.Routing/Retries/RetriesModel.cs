namespace FrontDesk.Routing.Retries;

/// <summary>When a request is sent again, compiled.</summary>
public sealed class RetriesModel
{
    /// <summary>How many more tries.</summary>
    public required int Attempts { get; init; }

    /// <summary>After no connection could be made.</summary>
    public required bool AfterConnectFailure { get; init; }

    /// <summary>After the connection broke before the answer's head.</summary>
    public required bool AfterReset { get; init; }

    /// <summary>After these statuses; often none.</summary>
    public required int[] AfterStatuses { get; init; }

    /// <summary>How many retries there may be for 100 requests.</summary>
    public required int BudgetPercent { get; init; }

    /// <summary>Bodies up to this are kept, in bytes.</summary>
    public required int MaxBody { get; init; }
}
