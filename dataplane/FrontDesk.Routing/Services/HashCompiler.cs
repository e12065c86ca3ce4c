using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Services;

/// <summary>Compiles what consistent hashing goes by.</summary>
internal static class HashCompiler
{
    private const int MaxName = 253;

    /// <summary>The model; null for services that choose otherwise. Problems are told.</summary>
    public static HashModel? Compile(ServiceConfig config, Problems problems)
    {
        if (config.Hash is not null && config.Balance != Balance.ConsistentHash)
        {
            problems.Add("hash", "Only balance consistent-hash goes by it.", "Set balance to consistent-hash, or leave hash out.");
        }

        if (config.Balance != Balance.ConsistentHash)
        {
            return null;
        }

        return config.Hash?.KeyCase switch
        {
            null => new(HashBy.Client, ""),
            Hash.KeyOneofCase.Client when config.Hash.Client => new(HashBy.Client, ""),
            Hash.KeyOneofCase.Path when config.Hash.Path => new(HashBy.Path, ""),
            Hash.KeyOneofCase.Header => new(HashBy.Header, Name(config.Hash.Header, "hash.header", problems)),
            Hash.KeyOneofCase.Cookie => new(HashBy.Cookie, Name(config.Hash.Cookie, "hash.cookie", problems)),
            _ => Nothing(problems),
        };
    }

    private static HashModel? Nothing(Problems problems)
    {
        problems.Add("hash", "It names nothing to go by.", "Give one of header, cookie, client: true and path: true.");
        return null;
    }

    private static string Name(string name, string field, Problems problems)
    {
        // RFC 9110 §5.6.2: both are tokens.
        if (name.Length is 0 or > MaxName || name.AsSpan().ContainsAny("\"(),/:;<=>?@[\\]{}") || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Add(field, $"`{name}` is not a name.");
        }

        return name;
    }
}
