using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Routing.Services;

/// <summary>Compiles durations.</summary>
internal static class Durations
{
    /// <summary>The duration, or the default where none is configured. One out of range is a problem.</summary>
    public static TimeSpan Compile(Duration? configured, TimeSpan standard, TimeSpan least, TimeSpan most, string field, Problems problems)
    {
        if (configured is null)
        {
            return standard;
        }

        // Beyond the range of a TimeSpan, a duration is out of any range here.
        var value = Math.Abs(configured.Seconds) <= most.TotalSeconds + 1
            ? new TimeSpan((configured.Seconds * TimeSpan.TicksPerSecond) + (configured.Nanos / TimeSpan.NanosecondsPerTick))
            : TimeSpan.Zero;
        if (value < least || value > most)
        {
            problems.Add(field, "The time is out of range.", $"Use {Text(least)} to {Text(most)}.");
        }

        return value;
    }

    private static string Text(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(time.TotalDays > 1 ? $"{time.TotalDays}d" : time.TotalHours >= 1 ? $"{time.TotalHours}h" : time.TotalMinutes >= 1 ? $"{time.TotalMinutes}m" : time.TotalSeconds >= 1 ? $"{time.TotalSeconds}s" : $"{time.TotalMilliseconds}ms")}");
}
