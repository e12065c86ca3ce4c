using System.Globalization;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Routes;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What the condition of an access rule must be.</summary>
internal static class AccessConditionRules
{
    private const int MaxAddresses = 100_000;
    private const int MaxPaths = 100;
    private const int MaxTimes = 20;
    private const int MinutesOfDay = 24 * 60;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(string field, AccessCondition condition, ResourceProblems problems)
    {
        AddressRanges.CheckAll($"{field}.ip", condition.Ip, MaxAddresses, problems);
        if (condition.IpFile.Length > 0)
        {
            problems.Error($"{field}.ipFile", "The file was not read: the CLI sends what it holds, not its name.", "Apply it with `frontdesk`, or write the addresses as `ip`.");
        }

        MethodRules.Check($"{field}.methods", condition.Methods, problems);
        problems.CheckCount($"{field}.paths", condition.Paths.Count, 0, MaxPaths);
        for (var at = 0; at < condition.Paths.Count; at++)
        {
            PathPatterns.Check($"{field}.paths[{at}]", condition.Paths[at], problems);
        }

        ConditionRules.CheckHeaders($"{field}.headers", condition.Headers, problems);
        problems.CheckCount($"{field}.times", condition.Times.Count, 0, MaxTimes);
        for (var at = 0; at < condition.Times.Count; at++)
        {
            CheckTime($"{field}.times[{at}]", condition.Times[at], problems);
        }
    }

    private static void CheckTime(string field, AccessTime time, ResourceProblems problems)
    {
        var from = CheckMinute($"{field}.from", time.From.Length == 0 ? "00:00" : time.From, problems);
        var to = CheckMinute($"{field}.to", time.To.Length == 0 ? "24:00" : time.To, problems);
        if (from >= 0 && (from == to || from == MinutesOfDay))
        {
            problems.Error(field, "The time has no length.", "Leave from and to out for the whole day.");
        }

        for (var at = 0; at < time.Days.Count; at++)
        {
            if (time.Days[at] == AccessDay.Unspecified || !System.Enum.IsDefined(time.Days[at]))
            {
                problems.Error($"{field}.days[{at}]", "This is not a day.", "Write mon, tue, wed, thu, fri, sat or sun.");
            }
        }

        if (time.Zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(time.Zone, out _))
        {
            problems.Error($"{field}.zone", $"There is no time zone `{time.Zone}`.", "Write a name of the IANA's, as in Europe/Berlin.");
        }
    }

    /// <summary>The minute of the day; -1, with the problem told, where the text is none.</summary>
    private static int CheckMinute(string field, string text, ResourceProblems problems)
    {
        if (text.Split(':') is [{ Length: 2 } hours, { Length: 2 } minutes]
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            && minute < 60 && (hour * 60) + minute <= MinutesOfDay)
        {
            return (hour * 60) + minute;
        }

        problems.Error(field, $"`{text}` is not a time of day.", "Write hours and minutes: 08:00 to 24:00.");
        return -1;
    }
}
