using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Limits;

/// <summary>What a limit must be.</summary>
internal static class LimitRules
{
    private const int MaxCount = 1_000_000;
    private const int MaxWindowCount = 100_000;
    private const int MaxKeyParts = 4;
    private const int MaxExempt = 1_000;
    private const string HeaderKey = "header:";

    /// <summary>The longest time in which a bucket may fill again, in seconds.</summary>
    private const int MaxFill = 365 * 86_400;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(LimitConfig limit, ResourceProblems problems)
    {
        CheckAmount(limit, problems);
        problems.CheckCount("key", limit.Key.Count, 0, MaxKeyParts);
        for (var at = 0; at < limit.Key.Count; at++)
        {
            CheckKey($"key[{at}]", limit.Key, at, problems);
        }

        if (limit.Ipv6Prefix != 0)
        {
            problems.CheckRange("ipv6Prefix", limit.Ipv6Prefix, 1, 128);
        }

        AddressRanges.CheckAll("exempt", limit.Exempt, MaxExempt, problems);
        if (!System.Enum.IsDefined(limit.Scope))
        {
            problems.Error("scope", "This scope is not supported by this version.", "Write edge.");
        }

        if (!System.Enum.IsDefined(limit.Mode))
        {
            problems.Error("mode", "This mode is not supported by this version.", "Write enforce or report.");
        }
    }

    private static void CheckAmount(LimitConfig limit, ResourceProblems problems)
    {
        if (!System.Enum.IsDefined(limit.Algorithm))
        {
            problems.Error("algorithm", "This algorithm is not supported by this version.", "Write token-bucket or sliding-window.");
        }

        if ((limit.Rate.Length > 0) == (limit.Concurrency > 0))
        {
            problems.Error("", limit.Rate.Length > 0 ? "A limit has a rate or a concurrency, not both." : "A limit needs a rate or a concurrency.", "Write for example `rate: 100/s`. Two limits can be on one route.");
        }
        else if (limit.Concurrency > 0)
        {
            problems.CheckRange("concurrency", limit.Concurrency, 1, MaxCount);
            CheckUnset("algorithm", limit.Algorithm != LimitAlgorithm.Unspecified, "a rate", problems);
            CheckUnset("burst", limit.Burst > 0, "a rate", problems);
        }
        else if (!RateText.TryParse(limit.Rate, out var count, out var seconds))
        {
            problems.Error("rate", $"`{limit.Rate}` is not a rate.", "Write a count and a period: 100/s, 60/m, 5000/h, 100000/d.");
        }
        else
        {
            CheckRate(limit, count, seconds, problems);
        }
    }

    private static void CheckRate(LimitConfig limit, int count, int seconds, ResourceProblems problems)
    {
        var isWindow = limit.Algorithm == LimitAlgorithm.SlidingWindow;
        if (count > (isWindow ? MaxWindowCount : MaxCount))
        {
            problems.Error("rate", $"`{limit.Rate}` is too many.", $"Use at most {(isWindow ? MaxWindowCount : MaxCount)} per period, or a shorter period.");
        }

        if (isWindow)
        {
            CheckUnset("burst", limit.Burst > 0, "a token bucket", problems);
        }
        else if (limit.Burst > 0)
        {
            problems.CheckRange("burst", limit.Burst, 1, MaxCount);
            // The edges count by whole nanoseconds, rounded up.
            if (limit.Burst * decimal.Ceiling(seconds * 1_000_000_000m / count) > MaxFill * 1_000_000_000m)
            {
                problems.Error("burst", $"A burst of {limit.Burst} takes more than 365 days to fill again at `{limit.Rate}`.", "Use a smaller burst.");
            }
        }
    }

    private static void CheckUnset(string field, bool isSet, string what, ResourceProblems problems)
    {
        if (isSet)
        {
            problems.Error(field, $"`{field}` is for {what}.", "Leave it out.");
        }
    }

    private static void CheckKey(string field, IList<string> key, int at, ResourceProblems problems)
    {
        var part = key[at];
        if (part is not ("client-ip" or "host" or "route" or "user" or "api-key") && !(part.StartsWith(HeaderKey, StringComparison.Ordinal) && HeaderText.IsToken(part[HeaderKey.Length..])))
        {
            problems.Error(field, $"`{part}` is nothing that can be counted by.", "Write client-ip, host, route, user, api-key or header:NAME.");
        }
        else if (key.Take(at).Contains(part, StringComparer.OrdinalIgnoreCase))
        {
            problems.Error(field, $"`{part}` is there twice.", "Name it once.");
        }
    }
}
