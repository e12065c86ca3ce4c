namespace FrontDesk.ControlPlane.Leases;

/// <summary>How long a holder that shows no life keeps its work.</summary>
internal sealed record LeaseOptions
{
    /// <summary>After so long without a renewal, by the clock of who looks, another may take over. Default 15 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the holder renews, and how often the others look. Default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);
}
