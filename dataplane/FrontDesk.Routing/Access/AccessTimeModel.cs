namespace FrontDesk.Routing.Access;

/// <summary>A time of the week, in minutes of a zone's own time.</summary>
/// <param name="Days">The days on which it begins, a bit each, Sunday first.</param>
/// <param name="From">The minute of the day at which it begins.</param>
/// <param name="To">The minute at which it ends, itself not included; after 1,440 it is the next day's.</param>
/// <param name="Zone">The zone.</param>
internal sealed record AccessTimeModel(int Days, int From, int To, TimeZoneInfo Zone)
{
    private const int Day = 24 * 60;

    /// <summary>Whether a moment lies in it.</summary>
    public bool Holds(DateTimeOffset now)
    {
        // The offset of the moment, not of the time of day: when clocks are put back, both hours count.
        var local = now.UtcDateTime + Zone.GetUtcOffset(now);
        var minute = (local.Hour * 60) + local.Minute;
        return (IsOn(local.DayOfWeek) && minute >= From && minute < To)
            || (IsOn(local.AddDays(-1).DayOfWeek) && minute + Day < To);
    }

    private bool IsOn(DayOfWeek day) => (Days & (1 << (int)day)) != 0;
}
