using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Limits;

/// <summary>Compiles a limit.</summary>
internal static class LimitCompiler
{
    private const int MaxKeyParts = 4;
    private const int MaxExempt = 1_000;
    private const int MaxWindowCount = 100_000;
    private const int DefaultIPv6Prefix = 64;
    private const long Second = 1_000_000_000;

    /// <summary>The longest time in which a bucket may fill, in nanoseconds: 365 days.</summary>
    private const long MaxFill = 365 * 86_400 * Second;

    /// <summary>The limit; null, with the problems told, where it is none.</summary>
    public static LimitModel? Compile(string name, LimitConfig config, Problems problems)
    {
        var (method, count, period) = Measure(config, problems);
        var interval = method == LimitMethod.TokenBucket && count > 0 ? ((period * Second) + count - 1) / count : 0;
        var burst = Burst(config, method, count, interval, problems);
        var key = Key(config, problems);
        var prefix = config.Ipv6Prefix == 0 ? DefaultIPv6Prefix : (int)Math.Min(config.Ipv6Prefix, int.MaxValue);
        if (prefix > 128)
        {
            problems.Add("ipv6Prefix", $"{config.Ipv6Prefix} is not the length of a prefix.", "Use 1 to 128.");
        }

        var exempt = AddressRange.ParseAll(config.Exempt, "exempt", MaxExempt, problems);
        if (config.Scope is not (LimitScope.Unspecified or LimitScope.Edge))
        {
            problems.Add("scope", "This scope is not supported by this version.");
        }

        if (!System.Enum.IsDefined(config.Mode))
        {
            problems.Add("mode", "This mode is not supported by this version.");
        }

        return !problems.None ? null : new LimitModel
        {
            Name = name,
            Identity = Identity(name, method, count, period, key, prefix),
            Method = method,
            Count = count,
            Period = period,
            Interval = interval,
            Burst = burst,
            Key = key,
            IPv6Prefix = prefix,
            Exempt = exempt.Count == 0 ? null : AddressSet.Of(exempt),
            IsReport = config.Mode == Enforcement.Report,
            Policy = Policy(name, method, count, period, burst, interval),
        };
    }

    private static (LimitMethod Method, int Count, int Period) Measure(LimitConfig config, Problems problems)
    {
        if (!System.Enum.IsDefined(config.Algorithm))
        {
            problems.Add("algorithm", "This algorithm is not supported by this version.");
        }

        if ((config.Rate.Length > 0) == (config.Concurrency > 0))
        {
            problems.Add("", "A limit has either a rate or a concurrency.", "Give exactly one of rate and concurrency.");
            return default;
        }

        if (config.Concurrency > 0)
        {
            if (config.Concurrency > LimitRate.MaxCount)
            {
                problems.Add("concurrency", $"{config.Concurrency} is too many.", $"Use 1 to {LimitRate.MaxCount}.");
            }

            if (config.Algorithm != LimitAlgorithm.Unspecified)
            {
                problems.Add("algorithm", "An algorithm is for a rate.", "Leave it out.");
            }

            return (LimitMethod.Concurrency, (int)Math.Min(config.Concurrency, LimitRate.MaxCount), 0);
        }

        if (!LimitRate.TryParse(config.Rate, out var count, out var period))
        {
            problems.Add("rate", $"`{config.Rate}` is not a rate.", $"Write a count from 1 to {LimitRate.MaxCount} per s, m, h or d, for example 100/s.");
        }

        var isWindow = config.Algorithm == LimitAlgorithm.SlidingWindow;
        if (isWindow && count > MaxWindowCount)
        {
            problems.Add("rate", $"A sliding window counts to {MaxWindowCount}, and the rate is `{config.Rate}`.", "Use a shorter period, or a token bucket.");
        }

        return (isWindow ? LimitMethod.SlidingWindow : LimitMethod.TokenBucket, count, period);
    }

    private static int Burst(LimitConfig config, LimitMethod method, int count, long interval, Problems problems)
    {
        if (config.Burst == 0)
        {
            return count;
        }

        if (method != LimitMethod.TokenBucket)
        {
            problems.Add("burst", "A burst is for a token bucket.", "Leave it out.");
        }
        else if (config.Burst > LimitRate.MaxCount || config.Burst * (decimal)interval > MaxFill)
        {
            problems.Add("burst", $"{config.Burst} is too many.", $"Use 1 to {LimitRate.MaxCount}, and no more than fill again within 365 days.");
        }

        return (int)Math.Min(config.Burst, LimitRate.MaxCount);
    }

    private static LimitKeyPart[] Key(LimitConfig config, Problems problems)
    {
        if (config.Key.Count > MaxKeyParts)
        {
            problems.Add("key", $"A key has at most {MaxKeyParts} parts, this one has {config.Key.Count}.");
        }

        var parts = new List<LimitKeyPart>(config.Key.Count);
        for (var i = 0; i < config.Key.Count; i++)
        {
            var text = config.Key[i];
            if (Part(text) is not { } part)
            {
                problems.Add($"key[{i}]", $"`{text}` is nothing that can be counted by.", "Use client-ip, host, route, user, api-key or header:NAME.");
            }
            else if (parts.Contains(part))
            {
                problems.Add($"key[{i}]", $"`{text}` is there twice.", "Name it once.");
            }
            else
            {
                parts.Add(part);
            }
        }

        return [.. parts];
    }

    private static LimitKeyPart? Part(string text) => text switch
    {
        "client-ip" => new(LimitKeySource.ClientIp, ""),
        "host" => new(LimitKeySource.Host, ""),
        "route" => new(LimitKeySource.Route, ""),
        "user" => new(LimitKeySource.User, ""),
        "api-key" => new(LimitKeySource.ApiKey, ""),
        _ when text.StartsWith("header:", StringComparison.Ordinal) && HeaderChangesCompiler.IsToken(text.AsSpan(7)) && text.Length <= 7 + 256 =>
            new(LimitKeySource.Header, text[7..].ToLowerInvariant()),
        _ => null,
    };

    /// <summary>Parts cannot be confused: names hold no newline.</summary>
    private static ulong Identity(string name, LimitMethod method, int count, int period, LimitKeyPart[] key, int prefix)
    {
        // How many may be under way at a time is compared with the count, and not part of what is counted.
        var counted = method == LimitMethod.Concurrency ? 0 : count;
        var text = string.Create(CultureInfo.InvariantCulture, $"{name}\n{method}\n{counted}\n{period}\n{prefix}\n")
            + string.Join('\n', key.Select(static part => $"{part.Source}:{part.Header}"));
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// An item of RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers §3). A bucket of 200 that gets 100 a second is told as 200 in 2 seconds, which is
    /// what a client that starts with a full one can do.
    /// </summary>
    private static string Policy(string name, LimitMethod method, int count, int period, int burst, long interval) => method switch
    {
        LimitMethod.Concurrency => string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={count};qu=\"concurrent-requests\""),
        LimitMethod.SlidingWindow => string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={count};w={period}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={burst};w={Math.Max(1, ((burst * interval) + Second - 1) / Second)}"),
    };
}
