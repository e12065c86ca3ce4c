using System.Net;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// Bounds how often one address may try a wrong token: a burst, then one a second. Memory is fixed, so addresses may share a bucket;
/// tokens have 256 random bits, so this protects the store from look-ups, not the tokens from guessing.
/// </summary>
internal sealed class TokenFailures(TimeProvider time)
{
    /// <summary>Wrong tokens that an address may try at once.</summary>
    public const int Burst = 50;

    private const int Buckets = 4096;

    private readonly Lock _lock = new();
    private readonly double[] _failures = new double[Buckets];
    private readonly long[] _at = new long[Buckets];

    /// <summary>Whether the address has to wait.</summary>
    public bool IsExhausted(IPAddress? address)
    {
        lock (_lock)
        {
            return Current(BucketOf(address)) >= Burst;
        }
    }

    /// <summary>Counts a wrong token.</summary>
    public void Add(IPAddress? address)
    {
        lock (_lock)
        {
            var bucket = BucketOf(address);
            _failures[bucket] = Current(bucket) + 1;
            _at[bucket] = time.GetTimestamp();
        }
    }

    private static int BucketOf(IPAddress? address) => (int)((uint)(address?.GetHashCode() ?? 0) % Buckets);

    private double Current(int bucket) => _failures[bucket] == 0
        ? 0
        : Math.Max(0, _failures[bucket] - time.GetElapsedTime(_at[bucket]).TotalSeconds);
}
