namespace FrontDesk.ControlPlane.Relay;

/// <summary>How control planes over one Redis tell each other of their edges.</summary>
internal sealed record RelayOptions
{
    /// <summary>Changes that come closer together are written together. Default 100 ms.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a control plane shows that it lives. Default 3 s.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A control plane that shows no life for so long, by the clock of who looks, has lost its edges. Default 12 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long what is said stays in the store unless it is said again. Default 2 min.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>To what the time of an edge's last word is rounded down. Default 15 s.</summary>
    public TimeSpan Rounding { get; init; } = TimeSpan.FromSeconds(15);
}
