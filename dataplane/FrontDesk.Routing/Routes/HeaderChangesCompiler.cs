using System.Buffers;
using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Routes;

/// <summary>Compiles changes to headers.</summary>
internal static class HeaderChangesCompiler
{
    private const int MaxChanges = 50;
    private const int MaxLength = 8192;

    /// <summary>The characters of a field name or method (RFC 9110 §5.6.2).</summary>
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What belongs to the connection, to the message's framing or to the word of proxies, and to Front Desk alone.</summary>
    private static readonly HashSet<string> Untouchable = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "HTTP2-Settings",
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Real-IP",
    };

    /// <summary>Whether the text is a token: a field name or a method.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    /// <summary>The changes; null for none.</summary>
    public static HeaderChangesModel? Compile(HeaderChanges? config, string field, Problems problems)
    {
        if (config is null || config.Remove.Count + config.Set.Count + config.Add.Count == 0)
        {
            return null;
        }

        Bound(config.Remove.Count, field + ".remove", problems);
        Bound(config.Set.Count, field + ".set", problems);
        Bound(config.Add.Count, field + ".add", problems);
        for (var i = 0; i < config.Remove.Count; i++)
        {
            CheckName(config.Remove[i], $"{field}.remove[{i}]", problems);
        }

        return new HeaderChangesModel(
            [.. config.Remove],
            Pairs(config.Set, field + ".set", problems),
            Pairs(config.Add, field + ".add", problems));
    }

    private static void Bound(int count, string field, Problems problems)
    {
        if (count > MaxChanges)
        {
            problems.Add(field, $"There are {count} changes, and at most {MaxChanges} are allowed.");
        }
    }

    private static KeyValuePair<string, string>[] Pairs(IDictionary<string, string> headers, string field, Problems problems)
    {
        foreach (var (name, value) in headers)
        {
            CheckName(name, $"{field}.{name}", problems);
            CheckValue(value, $"{field}.{name}", problems);
        }

        return [.. headers.OrderBy(static header => header.Key, StringComparer.Ordinal)];
    }

    private static void CheckName(string name, string field, Problems problems)
    {
        if (!IsToken(name))
        {
            problems.Add(field, $"`{name}` is not a header's name.");
        }
        else if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(field, "Host is not changed by routes.", "Say which Host the service sees with the service's `host`.");
        }
        else if (Untouchable.Contains(name))
        {
            problems.Add(field, $"{name} cannot be changed: it belongs to the connection or to what proxies say of each other.");
        }
    }

    private static void CheckValue(string value, string field, Problems problems)
    {
        if (value.Length > MaxLength)
        {
            problems.Add(field, $"A header's value has at most {MaxLength} characters, this one has {value.Length}.");
        }
        else if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            problems.Add(field, "A header's value holds printable ASCII characters only.");
        }
    }
}
