using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>Entries that are to be appended, by a transaction that may do more. Dispose of it when that has ended, in whatever way.</summary>
/// <param name="before">The head that they follow, as it is stored; null: there is none.</param>
/// <param name="after">The head with them.</param>
/// <param name="entries">The entries' keys and values.</param>
/// <param name="done">Called when they are known to be there.</param>
/// <param name="release">Called at the end.</param>
internal sealed class AuditAppend(byte[]? before, byte[] after, IReadOnlyList<(string Name, byte[] Value)> entries, Action done, Action release) : IDisposable
{
    /// <summary>Adds the conditions and the writes.</summary>
    public void AddTo(StoreTransaction transaction)
    {
        transaction.Expect(StoreNames.Audit, before).Write(StoreNames.Audit, after);
        foreach (var (name, value) in entries)
        {
            transaction.Write(name, value);
        }
    }

    /// <summary>The transaction was executed.</summary>
    public void Done() => done();

    /// <summary>After a transaction of an unknown outcome: whether the entries are there.</summary>
    /// <exception cref="OutcomeUnknownException">That cannot be found out now.</exception>
    public async Task<bool> IsThereAsync(StoreConnection store)
    {
        try
        {
            return await store.ReadAsync(entries[^1].Name) is { } there && there.AsSpan().SequenceEqual(entries[^1].Value);
        }
        catch (StoreUnavailableException away)
        {
            throw new OutcomeUnknownException($"the store went away while the audit log was written: {away.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => release();
}
