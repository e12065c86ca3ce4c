using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// The W3C trace context's `traceparent` (Trace Context Level 2, §3.2). A client's trace is continued, whoever the client is: the ids give
/// no right to anything, and traces that begin in browsers and apps stay whole.
/// </summary>
internal static class TraceParent
{
    private const int Length = 55;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>The header for the service: the client's trace and sampling flag with a parent of ours, or a new trace, not sampled.</summary>
    /// <param name="received">What the client sent.</param>
    /// <param name="isContinued">Whether the client's trace goes on, and its `tracestate` with it.</param>
    public static string Next(StringValues received, out bool isContinued)
    {
        var parent = received.Count == 1 && IsValid(received[0]) ? received[0] : null;
        isContinued = parent is not null;
        return string.Create(Length, (parent, Random.Shared), static (text, from) =>
        {
            "00-".CopyTo(text);
            if (from.parent is null)
            {
                Ids.Write(NonZero(from.Shared), text.Slice(3, 16));
                Ids.Write(from.Shared.NextInt64(), text.Slice(19, 16));
            }
            else
            {
                from.parent.AsSpan(3, 32).CopyTo(text[3..]);
            }

            text[35] = '-';
            Ids.Write(NonZero(from.Shared), text.Slice(36, 16));
            text[52] = '-';
            (from.parent is null ? "00" : from.parent.AsSpan(53, 2)).CopyTo(text[53..]);
        });
    }

    /// <summary>The trace id in a header that <see cref="Next"/> made; empty for none.</summary>
    public static ReadOnlySpan<char> TraceId(string traceParent) => traceParent.Length == Length ? traceParent.AsSpan(3, 32) : default;

    /// <summary>A later version may be longer, after another dash; version ff is not allowed, nor are ids of zeros only.</summary>
    private static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length >= Length && (text.Length == Length || (text[Length] == '-' && !text.StartsWith("00")))
        && text[2] == '-' && text[35] == '-' && text[52] == '-'
        && !text[..2].ContainsAnyExcept(Hex) && !text.StartsWith("ff")
        && !text.Slice(3, 32).ContainsAnyExcept(Hex) && text.Slice(3, 32).ContainsAnyExcept('0')
        && !text.Slice(36, 16).ContainsAnyExcept(Hex) && text.Slice(36, 16).ContainsAnyExcept('0')
        && !text.Slice(53, 2).ContainsAnyExcept(Hex);

    private static long NonZero(Random random) => random.NextInt64(1, long.MaxValue);
}
