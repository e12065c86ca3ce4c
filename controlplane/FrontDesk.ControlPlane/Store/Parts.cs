namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// Large values in parts. They are written before the transaction that makes them count, under keys of their own, and expire
/// unless that transaction keeps them: a writer that dies in between leaves nothing behind.
/// </summary>
internal static class Parts
{
    /// <summary>How large a part is at most, unless one item is larger.</summary>
    public const int Size = 512 * 1024;

    // How long a writer has from its first part to its transaction.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // How many parts are on their way at once, to bound memory.
    private const int AtOnce = 8;

    /// <summary>Divides items into parts by their size.</summary>
    public static List<List<T>> Divide<T>(IEnumerable<T> items, Func<T, int> sizeOf)
    {
        var parts = new List<List<T>>();
        var filled = Size;
        foreach (var item in items)
        {
            var size = sizeOf(item);
            if (filled + size > Size)
            {
                parts.Add([]);
                filled = 0;
            }

            parts[^1].Add(item);
            filled += size;
        }

        return parts;
    }

    /// <summary>Writes parts, to expire unless kept.</summary>
    public static async Task WriteAsync(StoreConnection store, string prefix, IEnumerable<byte[]> parts)
    {
        uint index = 0;
        foreach (var some in parts.Chunk(AtOnce))
        {
            var first = index;
            index += (uint)some.Length;
            await Task.WhenAll(some.Select((part, offset) => store.WriteExpiringAsync(StoreNames.Part(prefix, first + (uint)offset), part, Lifetime)));
        }
    }

    /// <summary>Makes a transaction keep parts, and refuse when one is not there any more.</summary>
    public static void Keep(StoreTransaction transaction, string prefix, uint count)
    {
        foreach (var key in Keys(prefix, count))
        {
            transaction.ExpectAny(key).Keep(key);
        }
    }

    /// <summary>Reads parts in order; null in place of one that is missing, and then no more.</summary>
    public static async IAsyncEnumerable<byte[]?> ReadAsync(StoreConnection store, string prefix, uint count)
    {
        foreach (var keys in Keys(prefix, count).Chunk(AtOnce))
        {
            foreach (var part in await store.ReadAsync(keys))
            {
                yield return part;
                if (part is null)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>The keys of parts.</summary>
    public static IEnumerable<string> Keys(string prefix, uint count)
    {
        for (uint index = 0; index < count; index++)
        {
            yield return StoreNames.Part(prefix, index);
        }
    }
}
