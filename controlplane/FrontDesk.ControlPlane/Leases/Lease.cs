using System.Security.Cryptography;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Leases;

/// <summary>
/// Work that one of several control planes does for all. Its holder renews the lease; one that does not for a while loses it to the next, judged
/// by that one's own clock. No clock is trusted for safety: every write of the work is made on the condition that the lease is still the one it
/// was begun under (see <see cref="Fence"/>), so a holder that slept for an hour and wakes can do no harm.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="name">What the work is called.</param>
/// <param name="holder">This process.</param>
/// <param name="options">The times.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told.</param>
internal sealed class Lease(StoreConnection store, string name, string holder, LeaseOptions options, TimeProvider time, ILogger log) : ILease
{
    private readonly string _key = StoreNames.Lease(name);
    private readonly string _renewal = StoreNames.LeaseRenewal(name);
    private byte[]?[] _seen = [];
    private long _since;

    /// <inheritdoc/>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryTakeAsync() is { } fence && await HoldAsync(fence, work, cancellationToken))
            {
                return;
            }

            await Task.Delay(options.Interval, time, cancellationToken);
        }
    }

    // Null: another holds it, or the store does not answer.
    private async Task<Fence?> TryTakeAsync()
    {
        try
        {
            // 1. Nobody's, or its holder's renewals stand still for as long as they may.
            var now = await store.ReadAsync([_key, _renewal]);
            var lease = now[0] is { } raw ? StoredValue.Parse(StoredLease.Parser, raw, _key) : new StoredLease();
            if (lease.Holder.Length > 0 && !StandsStill(now))
            {
                return null;
            }

            // 2. It is ours if it still is what was read. Without an answer it is not: the next look tells.
            var mine = new StoredLease { Fence = lease.Fence + 1, Holder = holder }.ToByteArray();
            var outcome = await store.Begin().Expect(_key, now[0]).Expect(_renewal, now[1]).Write(_key, mine).Write(_renewal, Nonce()).ExecuteAsync();
            return outcome == TransactionOutcome.Done ? new Fence(_key, mine) : null;
        }
        catch (StoreUnavailableException)
        {
            // The watch over the store tells of its outage; it is tried again.
            return null;
        }
    }

    private bool StandsStill(byte[]?[] now)
    {
        var same = _seen.Length == now.Length && _seen.Zip(now).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        if (!same)
        {
            (_seen, _since) = (now, time.GetTimestamp());
        }

        return same && time.GetElapsedTime(_since) >= options.Duration;
    }

    // Whether the work was done.
    private async Task<bool> HoldAsync(Fence fence, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(fence, ending.Token);
        var working = UnderAsync(fence, work, ending.Token);
        await Task.WhenAny(renewing, working);
        await ending.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await working;
            return true;
        }
        catch (Exception lost) when (lost is LeaseLostException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LeasesLog.Lost(log, name);
            return false;
        }
        finally
        {
            await GiveBackAsync(fence);
        }
    }

    // In a method of its own, so that the fence ends with it.
    private static async Task UnderAsync(Fence fence, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        fence.Enter();
        await work(cancellationToken);
    }

    // Ends when the lease is another's.
    private async Task RenewAsync(Fence fence, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.Interval, time, cancellationToken);
            try
            {
                if (await store.Begin().Expect(fence.Key, fence.Value).Write(_renewal, Nonce()).ExecuteAsync() == TransactionOutcome.Refused)
                {
                    return;
                }
            }
            catch (StoreUnavailableException)
            {
                // Nobody else can take it meanwhile either; if somebody could, the next renewal is refused.
                continue;
            }
        }
    }

    // So the next need not wait for our silence.
    private async Task GiveBackAsync(Fence fence)
    {
        try
        {
            var mine = StoredLease.Parser.ParseFrom(fence.Value);
            await store.Begin().Expect(fence.Key, fence.Value).Write(_key, new StoredLease { Fence = mine.Fence }.ToByteArray()).ExecuteAsync();
        }
        catch (StoreUnavailableException)
        {
            LeasesLog.Kept(log, name);
        }
    }

    private static byte[] Nonce() => RandomNumberGenerator.GetBytes(16);
}
