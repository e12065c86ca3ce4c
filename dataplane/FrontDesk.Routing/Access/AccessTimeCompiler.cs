using System.Globalization;
using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Access;

/// <summary>Compiles times of the week.</summary>
internal static class AccessTimeCompiler
{
    private const int Day = 24 * 60;
    private const int EveryDay = 0x7F;

    /// <summary>The time; null, with the problems told, where it is none.</summary>
    public static AccessTimeModel? Compile(AccessTime config, string field, Problems problems)
    {
        var from = Minute(config.From.Length == 0 ? "00:00" : config.From, $"{field}.from", problems);
        var to = Minute(config.To.Length == 0 ? "24:00" : config.To, $"{field}.to", problems);
        if (from == to || from == Day)
        {
            problems.Add(field, "The time has no length.", "Leave from and to out for the whole day.");
        }

        var days = config.Days.Count == 0 ? EveryDay : 0;
        for (var i = 0; i < config.Days.Count; i++)
        {
            if (config.Days[i] == AccessDay.Unspecified || !System.Enum.IsDefined(config.Days[i]))
            {
                problems.Add($"{field}.days[{i}]", "This is not a day.", "Use mon to sun.");
            }

            days |= 1 << ((int)config.Days[i] % 7);
        }

        var zone = TimeZoneInfo.Utc;
        if (config.Zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(config.Zone, out zone!))
        {
            problems.Add($"{field}.zone", $"The time zone `{config.Zone}` is not known here.", "Use a name of the IANA's, as in Europe/Berlin; the machine needs its tzdata.");
        }

        return problems.None ? new(days, from, to < from ? to + Day : to, zone!) : null;
    }

    /// <summary>Reads `08:00`; `24:00` is the day's end.</summary>
    private static int Minute(string text, string field, Problems problems)
    {
        if (text.Length == 5 && text[2] == ':'
            && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            && minute < 60 && (hour * 60) + minute <= Day)
        {
            return (hour * 60) + minute;
        }

        problems.Add(field, $"`{text}` is not a time of day.", "Write hours and minutes: 08:00 to 24:00.");
        return 0;
    }
}
