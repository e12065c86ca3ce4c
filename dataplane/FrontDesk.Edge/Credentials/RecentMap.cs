using System.Collections.Concurrent;

namespace FrontDesk.Edge.Credentials;

/// <summary>
/// Keeps what was used last, up to a bound. Two generations: what is used moves into the young one; when that is half of the bound, it becomes the old one, and what the old one had is forgotten.
/// Reading takes no lock.
/// </summary>
/// <param name="most">The most entries, from 2.</param>
internal sealed class RecentMap<TKey, TValue>(int most)
    where TKey : notnull
{
    private Generation _young = new();
    private Generation _old = new();

    /// <summary>Finds an entry.</summary>
    public bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value)
    {
        if (Volatile.Read(ref _young).Entries.TryGetValue(key, out value))
        {
            return true;
        }

        if (Volatile.Read(ref _old).Entries.TryGetValue(key, out value))
        {
            Set(key, value);
            return true;
        }

        return false;
    }

    /// <summary>Adds or replaces an entry.</summary>
    public void Set(TKey key, TValue value)
    {
        var young = Volatile.Read(ref _young);
        if (!young.Entries.TryAdd(key, value))
        {
            young.Entries[key] = value;
        }
        else if (Interlocked.Increment(ref young.Count) == most / 2)
        {
            // Only one caller reaches the count, so that generations change one after the other.
            Volatile.Write(ref _old, young);
            Volatile.Write(ref _young, new Generation());
        }
    }

    /// <summary>Forgets an entry.</summary>
    public void Remove(TKey key)
    {
        Volatile.Read(ref _old).Entries.TryRemove(key, out _);
        Volatile.Read(ref _young).Entries.TryRemove(key, out _);
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<TKey, TValue> Entries = new();
        public int Count;
    }
}
