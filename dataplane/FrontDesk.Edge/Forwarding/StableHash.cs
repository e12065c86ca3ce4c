using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Makes numbers of texts, the same on every edge and after every start.</summary>
internal static class StableHash
{
    /// <summary>The number of a request; of its client's address where it has not what the model names.</summary>
    public static ulong Of(HttpContext context, Exchange exchange, HashModel model)
    {
        var text = model.By switch
        {
            HashBy.Header when context.Request.Headers[model.Name] is { Count: > 0 } values => values[0],
            HashBy.Cookie => context.Request.Cookies[model.Name],
            HashBy.Path => exchange.Path,
            _ => null,
        };
        return Of(string.IsNullOrEmpty(text) ? exchange.Client : text);
    }

    /// <summary>The number of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        // FNV-1a; what it mixes badly, Mix mixes well.
        var hash = 14695981039346656037ul;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211ul;
        }

        return Mix(hash);
    }

    /// <summary>Another number for each number, in which each bit depends on all bits (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ul;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBul;
        return value ^ (value >> 31);
    }
}
