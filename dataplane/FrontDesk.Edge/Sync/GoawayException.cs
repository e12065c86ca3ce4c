using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Sync;

/// <summary>The control plane ended the stream in good order.</summary>
internal sealed class GoawayException(Goaway goaway) : Exception(goaway.Reason)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before connecting again: at most a minute, whatever was said.</summary>
    public TimeSpan RetryAfter { get; } = goaway.RetryAfter?.ToTimeSpan() switch
    {
        { } asked when asked > Longest => Longest,
        { } asked when asked > TimeSpan.Zero => asked,
        _ => TimeSpan.Zero,
    };
}
