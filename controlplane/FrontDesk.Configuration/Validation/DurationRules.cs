using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Configuration.Validation;

/// <summary>What a duration must be.</summary>
internal static class DurationRules
{
    /// <summary>Tells a duration that is malformed or out of its range; none at all is fine.</summary>
    public static void CheckDuration(this ResourceProblems problems, string field, Duration? duration, TimeSpan least, TimeSpan most)
    {
        // Nanos counts on top of seconds and has their sign; the well-known type says so and does not enforce it.
        if (duration is not null && (duration.Nanos is < 0 or > 999_999_999 || duration.Seconds < 0 || duration.Seconds > most.TotalSeconds || !IsWithin(duration, least, most)))
        {
            problems.Error(field, $"The time is not in the range from {Text(least)} to {Text(most)}.");
        }
    }

    private static bool IsWithin(Duration duration, TimeSpan least, TimeSpan most)
    {
        var nanos = ((Int128)duration.Seconds * 1_000_000_000) + duration.Nanos;
        return nanos >= (Int128)least.TotalNanoseconds && nanos <= (Int128)most.TotalNanoseconds;
    }

    private static string Text(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(time.TotalDays > 1 ? $"{time.TotalDays}d" : time.TotalHours >= 1 ? $"{time.TotalHours}h" : time.TotalMinutes >= 1 ? $"{time.TotalMinutes}m" : time.TotalSeconds >= 1 ? $"{time.TotalSeconds}s" : $"{time.TotalMilliseconds}ms")}");
}
