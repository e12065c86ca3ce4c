using System.Diagnostics.CodeAnalysis;

namespace FrontDesk.Routing.Snapshots;

/// <summary>
/// An immutable map by name whose change costs a small copy, whatever its size. Keys compare ordinally. Reads allocate nothing and take
/// no lock.
/// </summary>
/// <remarks>
/// Up to 256 entries are one array, sorted by hash: many maps are small (a service's routes, a host's paths), and the shards' 4,096
/// references would be most of such a one. More are 4,096 such arrays ("shards") under two levels of 64 references, chosen by the
/// hash's upper 12 bits; a change copies one shard and the two arrays above it: 7 KiB among 1,000,000 entries, 2 KiB among
/// 100,000, and at most 6 KiB where there is one array. A shard holds hash, key and value side by side, so that a read in a large map misses the cache for the
/// shard and the key, and nothing else.
/// </remarks>
public sealed partial class PersistentMap<TValue>
    where TValue : class
{
    private const int FlatLimit = 256;
    private const int Fan = 64;
    private const int FlatBits = 0;
    private const int ShardBits = 12;

    private readonly Entry[] _flat;
    private readonly Entry[][][]? _root;

    private PersistentMap(Entry[] flat, Entry[][][]? root, int count)
    {
        _flat = flat;
        _root = root;
        Count = count;
    }

    /// <summary>The map without entries.</summary>
    public static PersistentMap<TValue> Empty { get; } = new([], null, 0);

    /// <summary>The number of entries.</summary>
    public int Count { get; }

    /// <summary>The entries, in no order.</summary>
    public IEnumerable<KeyValuePair<string, TValue>> Entries =>
        Shards.SelectMany(static shard => shard).Select(static entry => new KeyValuePair<string, TValue>(entry.Key, entry.Value));

    private IEnumerable<Entry[]> Shards => _root is null ? [_flat] : _root.SelectMany(static node => node);

    /// <summary>Finds an entry.</summary>
    public bool TryGetValue(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value)
    {
        var hash = (uint)string.GetHashCode(key);
        var root = _root;
        var shard = root is null ? _flat : root[hash >> 26][(hash >> 20) & (Fan - 1)];
        var index = Find(shard, key, hash, root is null ? FlatBits : ShardBits);
        if (index < 0)
        {
            value = null;
            return false;
        }

        value = shard[index].Value;
        return true;
    }

    /// <summary>The map with the entry added or replaced.</summary>
    public PersistentMap<TValue> Set(string key, TValue value) => With(new Entry((uint)string.GetHashCode(key), key, value));

    /// <summary>The map without the entry.</summary>
    public PersistentMap<TValue> Remove(string key) => With(new Entry((uint)string.GetHashCode(key), key, null!));

    /// <summary>The map with one entry set, or removed where the value is null.</summary>
    private PersistentMap<TValue> With(in Entry change) => With(new ReadOnlySpan<Entry>(in change));

    /// <summary>
    /// The map with entries set or removed (a null value), at most one change a key. The changes are sorted by hash, so those of one
    /// shard stand together, and each shard touched is copied once.
    /// </summary>
    private PersistentMap<TValue> With(ReadOnlySpan<Entry> changes)
    {
        if (changes.IsEmpty)
        {
            return this;
        }

        var count = Count;
        if (_root is null && count + changes.Length <= FlatLimit)
        {
            var flat = Merge(_flat, changes, ref count);
            return count == 0 ? Empty : new(flat, null, count);
        }

        var root = _root is null ? Split(_flat) : (Entry[][][])_root.Clone();
        for (var start = 0; start < changes.Length;)
        {
            var top = changes[start].Hash >> 26;
            var node = root[top] = (Entry[][])root[top].Clone();
            while (start < changes.Length && changes[start].Hash >> 26 == top)
            {
                var place = changes[start].Hash >> 20;
                var end = start + 1;
                while (end < changes.Length && changes[end].Hash >> 20 == place)
                {
                    end++;
                }

                node[place & (Fan - 1)] = Merge(node[place & (Fan - 1)], changes[start..end], ref count);
                start = end;
            }
        }

        return count == 0 ? Empty : new([], root, count);
    }

    /// <summary>
    /// The index of a key in an array sorted by hash, or -1. The place is guessed from the hash, which is evenly spread, and is off by a
    /// few; <paramref name="knownBits"/> are the hash's upper bits that all entries of this array have in common.
    /// </summary>
    private static int Find(Entry[] entries, ReadOnlySpan<char> key, uint hash, int knownBits)
    {
        if (entries.Length == 0)
        {
            return -1;
        }

        var index = (int)(((ulong)(hash << knownBits) * (uint)entries.Length) >> 32);
        while (index > 0 && entries[index - 1].Hash >= hash)
        {
            index--;
        }

        for (; (uint)index < (uint)entries.Length; index++)
        {
            ref readonly var entry = ref entries[index];
            if (entry.Hash == hash && key.SequenceEqual(entry.Key))
            {
                return index;
            }

            if (entry.Hash > hash)
            {
                break;
            }
        }

        return -1;
    }

    /// <summary>The array with the changes made; both are sorted by hash. Counts what comes and goes.</summary>
    private static Entry[] Merge(Entry[] entries, ReadOnlySpan<Entry> changes, ref int count)
    {
        // 1. What is replaced or removed goes. 2. What is set comes, at its place.
        var gone = 0;
        var come = 0;
        foreach (ref readonly var change in changes)
        {
            gone += IndexOf(entries, change) >= 0 ? 1 : 0;
            come += change.Value is null ? 0 : 1;
        }

        count += come - gone;
        if (entries.Length + come == gone)
        {
            return [];
        }

        var merged = new Entry[entries.Length - gone + come];
        var length = 0;
        var next = 0;
        foreach (ref readonly var entry in entries.AsSpan())
        {
            for (; next < changes.Length && changes[next].Hash < entry.Hash; next++)
            {
                if (changes[next].Value is not null)
                {
                    merged[length++] = changes[next];
                }
            }

            if (gone == 0 || !Mentions(changes, next, entry))
            {
                merged[length++] = entry;
            }
        }

        for (; next < changes.Length; next++)
        {
            if (changes[next].Value is not null)
            {
                merged[length++] = changes[next];
            }
        }

        return merged;
    }

    private static int IndexOf(Entry[] entries, in Entry change)
    {
        var low = 0;
        var high = entries.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].Hash < change.Hash ? (middle + 1, high) : (low, middle);
        }

        for (; low < entries.Length && entries[low].Hash == change.Hash; low++)
        {
            if (entries[low].Key == change.Key)
            {
                return low;
            }
        }

        return -1;
    }

    /// <summary>Whether a change from <paramref name="next"/> on is for this entry's key.</summary>
    private static bool Mentions(ReadOnlySpan<Entry> changes, int next, in Entry entry)
    {
        for (; next < changes.Length && changes[next].Hash == entry.Hash; next++)
        {
            if (changes[next].Key == entry.Key)
            {
                return true;
            }
        }

        return false;
    }

    private static Entry[][][] Split(Entry[] flat)
    {
        var empty = new Entry[Fan][];
        Array.Fill(empty, []);
        var root = new Entry[Fan][][];
        Array.Fill(root, empty);
        foreach (ref readonly var entry in flat.AsSpan())
        {
            ref var node = ref root[entry.Hash >> 26];
            node = node == empty ? (Entry[][])empty.Clone() : node;
            ref var shard = ref node[(entry.Hash >> 20) & (Fan - 1)];
            shard = [.. shard, entry];
        }

        return root;
    }

    private readonly record struct Entry(uint Hash, string Key, TValue Value);
}
