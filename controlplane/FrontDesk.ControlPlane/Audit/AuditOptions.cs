namespace FrontDesk.ControlPlane.Audit;

/// <summary>How long the audit log is kept.</summary>
internal sealed record AuditOptions
{
    /// <summary>How many entries are kept. Default 50,000.</summary>
    public ulong Entries { get; init; } = 50_000;

    /// <summary>How old an entry gets. Default 400 days.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How often older ones are looked for. Default 1 h, so that there may be more for as long.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);
}
