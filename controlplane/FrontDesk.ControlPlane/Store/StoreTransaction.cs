using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Store;

/// <summary>Several writes that happen together, and only if all conditions hold.</summary>
internal sealed class StoreTransaction
{
    private readonly IDatabase _database;
    private readonly StepHook? _step;
    private readonly ITransaction _transaction;
    private readonly Fence? _fence = Fence.Current;
    private string _what = "";

    /// <summary>Begins one; under the condition of the work that it belongs to, where there is one.</summary>
    public StoreTransaction(IDatabase database, StepHook? step)
    {
        (_database, _step, _transaction) = (database, step, database.CreateTransaction());
        if (_fence is not null)
        {
            Expect(_fence.Key, _fence.Value);
        }
    }

    /// <summary>Only if the value is exactly this; null: only if there is none.</summary>
    public StoreTransaction Expect(string key, byte[]? value)
    {
        _transaction.AddCondition(value is null ? Condition.KeyNotExists(key) : Condition.StringEqual(key, value));
        return this;
    }

    /// <summary>Only if there is a value.</summary>
    public StoreTransaction ExpectAny(string key)
    {
        _transaction.AddCondition(Condition.KeyExists(key));
        return this;
    }

    /// <summary>Writes a value; null deletes it.</summary>
    public StoreTransaction Write(string key, byte[]? value)
    {
        Forget(value is null ? _transaction.KeyDeleteAsync(key) : _transaction.StringSetAsync(key, value));
        _what = _what.Length == 0 ? key : _what;
        return this;
    }

    /// <summary>Writes a value that is gone after a while.</summary>
    public StoreTransaction WriteExpiring(string key, ReadOnlyMemory<byte> value, TimeSpan lifetime)
    {
        Forget(_transaction.StringSetAsync(key, value, lifetime));
        _what = _what.Length == 0 ? key : _what;
        return this;
    }

    /// <summary>Keeps a value that would have expired.</summary>
    public StoreTransaction Keep(string key)
    {
        Forget(_transaction.KeyPersistAsync(key));
        return this;
    }

    /// <summary>Executes it.</summary>
    /// <exception cref="StoreUnavailableException">The store said no, or there is no way to it; nothing was written.</exception>
    /// <exception cref="LeaseLostException">Another control plane does the work that this belongs to; nothing was written.</exception>
    public async Task<TransactionOutcome> ExecuteAsync()
    {
        _step?.Invoke($"before transaction on {_what}");
        if (!_database.IsConnected(StoreNames.Head))
        {
            throw StoreFailures.Unreachable();
        }

        TransactionOutcome outcome;
        try
        {
            outcome = await _transaction.ExecuteAsync() ? TransactionOutcome.Done : TransactionOutcome.Refused;
        }
        catch (Exception failure) when (StoreFailures.IsRefusal(failure))
        {
            throw StoreFailures.Unavailable(await WhyAsync(failure));
        }
        catch (Exception failure) when (StoreFailures.IsStoreFailure(failure))
        {
            outcome = TransactionOutcome.Unknown;
        }

        _step?.Invoke($"after transaction on {_what}");
        if (outcome == TransactionOutcome.Refused && _fence is not null && !await HoldsAsync(_fence))
        {
            throw new LeaseLostException(_fence.Key);
        }

        return outcome;
    }

    private async Task<bool> HoldsAsync(Fence fence)
    {
        try
        {
            return ((byte[]?)await _database.StringGetAsync(fence.Key)).AsSpan().SequenceEqual(fence.Value);
        }
        catch (Exception failure) when (StoreFailures.IsStoreFailure(failure))
        {
            throw StoreFailures.Unavailable(failure);
        }
    }

    // A refused transaction does not say why; a plain write that is refused too does.
    private async Task<Exception> WhyAsync(Exception refusal)
    {
        try
        {
            await _database.StringSetAsync(StoreNames.Probe, "", TimeSpan.FromSeconds(1));
            return refusal;
        }
        catch (Exception failure) when (StoreFailures.IsStoreFailure(failure))
        {
            return failure;
        }
    }

    // The transaction's own answer says it all; what the single commands say is looked at so that no failure goes unobserved.
    private static void Forget(Task command) => command.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
}
