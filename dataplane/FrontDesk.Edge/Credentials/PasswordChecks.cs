using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FrontDesk.Routing.Addresses;

namespace FrontDesk.Edge.Credentials;

/// <summary>
/// Compares passwords with bcrypt, which takes a CPU for some 60 ms by design. So it is done off the request path, on at most half of the CPUs, for few at a time from one client, and once for
/// requests that show the same; and what was right is remembered for a while, under a digest that takes this process' key and the stored hash to make: a changed password is another entry.
/// </summary>
internal sealed class PasswordChecks(TimeProvider clock)
{
    /// <summary>How long a right password is remembered.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    /// <summary>The most passwords that are being compared or wait for that, from all clients.</summary>
    public const int Most = 64;

    /// <summary>The same from one client; an IPv6 client is its /64.</summary>
    public const int MostOfOne = 8;

    private const int MostRemembered = 16 * 1024;
    private const int Buckets = 4096;
    private const int IPv6Bits = 64;

    // Whoever names a user that is not there waits as long as others. It is the hash of no password that could be set: the empty one.
    private static readonly KnownUser Nobody = new("", "$2a$10$k1wbIrmNyFAPwPVPSVa/zecw2BCEnBwVS2GbrmgzxFUOqW9dk4TCW", "$2a$10$k1wbIrmNyFAPwPVPSVa/zecw2BCEnBwVS2GbrmgzxFUOqW9dk4TCW"u8.ToArray(), []);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(Digest.Size);
    private readonly RecentMap<Digest, long> _right = new(MostRemembered);
    private readonly ConcurrentDictionary<Digest, Task<bool>> _underWay = new();
    private readonly SemaphoreSlim _turn = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly int[] _ofClients = new int[Buckets];
    private int _count;
    private long _compared;

    /// <summary>How many comparisons were made.</summary>
    public long Compared => Volatile.Read(ref _compared);

    /// <summary>Whether a password is the user's. Done at once where that was found out before.</summary>
    /// <param name="user">The user; null where there is none of the name, which takes as long and is never right.</param>
    /// <param name="password">The password, 1 to 72 bytes of UTF-8.</param>
    /// <param name="client">Who asks.</param>
    public ValueTask<PasswordVerdict> CheckAsync(KnownUser? user, ReadOnlySpan<byte> password, Address client)
    {
        var compared = user ?? Nobody;
        Span<byte> both = stackalloc byte[compared.HashBytes.Length + password.Length];
        compared.HashBytes.CopyTo(both);
        password.CopyTo(both[compared.HashBytes.Length..]);
        var digest = Digest.Keyed(_key, both);
        if (_right.TryGet(digest, out var since) && clock.GetElapsedTime(since) < RememberedFor)
        {
            return new(user is null ? PasswordVerdict.Wrong : PasswordVerdict.Right);
        }

        return CompareAsync(user, compared.Hash, Encoding.UTF8.GetString(password), digest, (uint)client.Network(IPv6Bits).GetHashCode() % Buckets);
    }

    private async ValueTask<PasswordVerdict> CompareAsync(KnownUser? user, string hash, string password, Digest digest, uint bucket)
    {
        // 1. Requests that show the same wait for one comparison: a browser sends many at once.
        var mine = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var underWay = _underWay.GetOrAdd(digest, mine.Task);
        if (underWay != mine.Task)
        {
            try
            {
                return await underWay && user is not null ? PasswordVerdict.Right : PasswordVerdict.Wrong;
            }
            catch (OperationCanceledException)
            {
                return PasswordVerdict.Busy;
            }
        }

        // 2. No more than can be borne, and a client alone does not fill the queue.
        try
        {
            if (Interlocked.Increment(ref _ofClients[bucket]) > MostOfOne)
            {
                return PasswordVerdict.TooMany;
            }

            if (Interlocked.Increment(ref _count) > Most)
            {
                Interlocked.Decrement(ref _count);
                return PasswordVerdict.Busy;
            }

            // 3. One of half of the CPUs.
            var right = await InTurnAsync(password, hash);
            if (right)
            {
                _right.Set(digest, clock.GetTimestamp());
            }

            mine.SetResult(right);
            return right && user is not null ? PasswordVerdict.Right : PasswordVerdict.Wrong;
        }
        finally
        {
            Interlocked.Decrement(ref _ofClients[bucket]);
            _underWay.TryRemove(digest, out _);
            mine.TrySetCanceled();
        }
    }

    private async Task<bool> InTurnAsync(string password, string hash)
    {
        await _turn.WaitAsync();
        try
        {
            return await Task.Run(() => Compare(password, hash));
        }
        finally
        {
            _turn.Release();
            Interlocked.Decrement(ref _count);
        }
    }

    private bool Compare(string password, string hash)
    {
        Interlocked.Increment(ref _compared);
        try
        {
            return BCrypt.Net.BCrypt.Verify(password, hash);
        }
        catch (Exception e) when (e is BCrypt.Net.SaltParseException or ArgumentException)
        {
            // A hash of another kind, from a newer control plane: nobody's.
            return false;
        }
    }
}

/// <summary>What came of the comparison of a password.</summary>
internal enum PasswordVerdict
{
    /// <summary>It is not the user's, or there is no such user.</summary>
    Wrong,

    /// <summary>It is the user's.</summary>
    Right,

    /// <summary>The client shows too many at once.</summary>
    TooMany,

    /// <summary>All clients together show too many at once.</summary>
    Busy,
}
