using System.Runtime.CompilerServices;

namespace FrontDesk.Edge.Limits;

/// <summary>
/// 64 places for keys and their states. Finding a key and changing its state takes no lock. A place is given to a new key under a short lock of
/// the page: to the first that was never used or whose key has expired, else to the one that forgets the least.
/// </summary>
internal sealed class CountPage
{
    /// <summary>How many places there are.</summary>
    public const int Size = 64;

    private Places _places;
    private int _isTaken;

    /// <summary>Finds a key's place; a null reference where it has none. The caller must compare the key again after reading the state.</summary>
    public ref Place Find(ulong key)
    {
        for (var i = 0; i < Size; i++)
        {
            ref var place = ref At(key, i);
            var there = Volatile.Read(ref place.Key);
            if (there == key)
            {
                return ref place;
            }

            if (there == 0)
            {
                break;
            }
        }

        return ref Unsafe.NullRef<Place>();
    }

    /// <summary>Gives a place to a key that has none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="state">Its first state.</param>
    /// <param name="now">The time.</param>
    public Placing TryAdd(ulong key, ulong state, long now)
    {
        var spinner = default(SpinWait);
        while (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            spinner.SpinOnce();
        }

        try
        {
            return AddAlone(key, state, now);
        }
        finally
        {
            Volatile.Write(ref _isTaken, 0);
        }
    }

    private Placing AddAlone(ulong key, ulong state, long now)
    {
        // A state changes beside us while its place is chosen: then another choice is made.
        for (var tries = 0; tries < Size; tries++)
        {
            ref var chosen = ref Choose(key, now, out var found, out var chosenState);
            if (found)
            {
                return Placing.Found;
            }

            if (Unsafe.IsNullRef(ref chosen))
            {
                return Placing.Full;
            }

            if (Interlocked.CompareExchange(ref chosen.State, CountState.Claimed, chosenState) == chosenState)
            {
                Volatile.Write(ref chosen.Key, key);
                Volatile.Write(ref chosen.State, state);
                return Placing.Added;
            }
        }

        return Placing.Full;
    }

    private ref Place Choose(ulong key, long now, out bool found, out ulong state)
    {
        ref var best = ref Unsafe.NullRef<Place>();
        var bestExpiry = long.MaxValue;
        (found, state) = (false, 0);
        for (var i = 0; i < Size; i++)
        {
            ref var place = ref At(key, i);
            var there = place.Key;
            if (there == key)
            {
                found = true;
                return ref place;
            }

            // The first that has expired is as good as any; a key may still stand behind it.
            var current = Volatile.Read(ref place.State);
            var expiry = Math.Max(CountState.ExpiryOf(current), now);
            if (expiry < bestExpiry)
            {
                best = ref place;
                (bestExpiry, state) = (expiry, current);
            }

            if (there == 0)
            {
                break;
            }
        }

        return ref best;
    }

    private ref Place At(ulong key, int i) => ref _places[(int)((key + (uint)i) & (Size - 1))];

    /// <summary>A key and its state.</summary>
    internal struct Place
    {
        /// <summary>The key's hash; 0 where the place was never used.</summary>
        public ulong Key;

        /// <summary>See <see cref="CountState"/>.</summary>
        public ulong State;
    }

    [InlineArray(Size)]
    private struct Places
    {
        private Place _first;
    }
}

/// <summary>What became of a key that wants a place.</summary>
internal enum Placing
{
    /// <summary>It has one now, with its first state.</summary>
    Added,

    /// <summary>It had one: another thread was first.</summary>
    Found,

    /// <summary>There is none to be had: all belong to requests under way.</summary>
    Full,
}
