namespace FrontDesk.Edge.Listeners;

/// <summary>What the clients of one listener may take, in number and in time, so that those who never finish what they began hold up nobody.</summary>
internal sealed record ListenerLimits
{
    /// <summary>Connections at once, and as many again that were upgraded; further ones are closed as they come. Default 50,000.</summary>
    public int Connections { get; init; } = 50_000;

    /// <summary>How long a TLS handshake may take. Default 10 s.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request's head may take from its first byte to its last. Default 15 s.</summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be without a request. Default 75 s.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(75);
}
