namespace FrontDesk.Edge.Hosting;

/// <summary>Waits on a clock.</summary>
internal static class ClockWaits
{
    // Timers cannot be set for longer than about 49 days, and a day is often enough to look at a clock that was set.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Waits until a time; not at all when it has passed.</summary>
    public static async Task WaitUntilAsync(this TimeProvider clock, DateTimeOffset time, CancellationToken cancellation)
    {
        for (TimeSpan rest = time - clock.GetUtcNow(); rest > TimeSpan.Zero; rest = time - clock.GetUtcNow())
        {
            await Task.Delay(rest < Longest ? rest : Longest, clock, cancellation).ConfigureAwait(false);
        }
    }
}
