using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Services;

/// <summary>How much an endpoint is given at once, compiled.</summary>
/// <param name="Max">Requests under way at an endpoint.</param>
/// <param name="MaxPending">Requests to the service that may wait.</param>
/// <param name="PendingTimeout">How long they wait.</param>
public sealed record ConnectionLimitsModel(int Max, int MaxPending, TimeSpan PendingTimeout)
{
    /// <summary>The model; null where there is no limit. Problems are told.</summary>
    internal static ConnectionLimitsModel? Compile(ConnectionLimits? config, Problems problems)
    {
        if (config is null)
        {
            return null;
        }

        problems.CheckRange("connections.max", config.Max, 1, 1_000_000);
        problems.CheckRange("connections.maxPending", config.MaxPending, 0, 100_000);
        return new(
            (int)Math.Min(config.Max, 1_000_000),
            (int)Math.Min(config.MaxPending, 100_000),
            Durations.Compile(config.PendingTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), "connections.pendingTimeout", problems));
    }
}
