using System.Security.Cryptography;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Records;

/// <summary>
/// Operational facts that are no configuration: nodes, tokens, issued certificates. Each is versioned by itself and changed by
/// compare-and-set; none is ever rolled back. A folder (the name up to the first `/`) can be listed and watched.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="watch">What tells of changes.</param>
/// <param name="auditLog">The audit log, for changes that come with an entry; null: none does.</param>
internal sealed class RecordStore(StoreConnection store, FolderWatch watch, AuditLog? auditLog = null)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 512;

    /// <summary>The largest value, in bytes.</summary>
    public const int LargestValue = 1024 * 1024;

    // Others may change the same index shard again and again, but each time one of them gets through.
    private const int Tries = 100;

    // How many values are read at once, to bound memory.
    private const int AtOnce = 500;

    /// <summary>
    /// Raised with a folder's name when records of it were created, replaced or deleted: here (at once) or by another control plane (within a
    /// poll, for folders that this process listed or changed before); once for several changes, perhaps, or once too often. Handlers
    /// must be quick and must not throw.
    /// </summary>
    public event Action<string>? Changed
    {
        add => watch.Changed += value;
        remove => watch.Changed -= value;
    }

    /// <summary>See <see cref="StoreConnection.IsAway"/>.</summary>
    public bool IsAway => store.IsAway;

    /// <summary>One record, also an expiring one; null where there is none.</summary>
    public async Task<Record?> GetAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Read(name, await store.ReadAsync(StoreNames.Record(name)));
    }

    /// <summary>Whether the store holds a history at all, and records with it; false where it was emptied.</summary>
    public async Task<bool> AreThereAsync() => await store.ReadAsync(StoreNames.Head) is not null;

    /// <summary>Several records at once, in the order asked for, expiring ones too; null where there is none.</summary>
    public async Task<IReadOnlyList<Record?>> GetManyAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var records = new List<Record?>(names.Count);
        foreach (var some in names.Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var raws = await store.ReadAsync([.. some.Select(StoreNames.Record)]);
            records.AddRange(some.Zip(raws, Read));
        }

        return records;
    }

    /// <summary>All records whose names start with the prefix, which must hold a whole folder (`nodes/`), by name. No expiring ones.</summary>
    public async Task<IReadOnlyList<Record>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var folder = RecordIndex.FolderOf(prefix + "*");
        watch.Use(folder);
        var names = (await RecordIndex.ReadAsync(store, folder)).Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
        var records = await GetManyAsync([.. names.Order(StringComparer.Ordinal)], cancellationToken);
        return [.. records.OfType<Record>()];
    }

    /// <summary>Creates a record; false where there is one already. An entry for the audit log is written with it, in one transaction; so for the other changes.</summary>
    public Task<bool> CreateAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken, AuditEntry? audit = null) =>
        ChangeAsync(name, _ => Next(1, value), expectedVersion: 0, cancellationToken, audit: audit);

    /// <summary>Replaces a record; false where its version is another one (or it is gone), or a guard no longer holds.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its next value.</param>
    /// <param name="expectedVersion">Its version as the caller knows it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="guard">What else must still be so.</param>
    /// <param name="audit">What the audit log is to say of it.</param>
    /// <param name="ahead">By how much the next version is higher; 1 unless versions may have been given out that the store does not know of.</param>
    public Task<bool> ReplaceAsync(
        string name, ReadOnlyMemory<byte> value, uint expectedVersion, CancellationToken cancellationToken, StoreGuard? guard = null, uint ahead = 1, AuditEntry? audit = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(expectedVersion);
        return ChangeAsync(name, version => Next(version + ahead, value), expectedVersion, cancellationToken, guard, audit);
    }

    /// <summary>Whether what a guard wants still stands in the store.</summary>
    public async Task<bool> HoldsAsync(StoreGuard guard) => await store.ReadAsync(guard.Key) is { } now && now.AsSpan().SequenceEqual(guard.Value);

    /// <summary>Deletes a record; false where its version is another one (or it is gone).</summary>
    public Task<bool> DeleteAsync(string name, uint expectedVersion, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(expectedVersion);
        return ChangeAsync(name, _ => null, expectedVersion, cancellationToken, audit: audit);
    }

    /// <summary>Writes a record that is gone after a while unless written again: what a node says of itself. No version, no compare-and-set, not listed.</summary>
    public async Task SetExpiringAsync(string name, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(name, value.Length);
        await store.WriteExpiringAsync(StoreNames.Record(name), Next(0, value).ToByteArray(), lifetime);
    }

    /// <summary>Listens for changes of a folder of which nothing is listed here; see <see cref="Changed"/>.</summary>
    public void Watch(string folder) => watch.Use(folder);

    /// <summary>Tells all control planes that something of a folder changed that is not listed: its expiring records.</summary>
    public async Task AnnounceAsync(string folder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        watch.Use(folder);
        await store.Begin().Write(StoreNames.Folder(folder), RandomNumberGenerator.GetBytes(16)).ExecuteAsync();
        store.Hint();
    }

    /// <summary>The versions of all records of a folder, by name; 0 for those whose value has no bytes.</summary>
    public async Task<IReadOnlyDictionary<string, uint>> VersionsAsync(string folder)
    {
        watch.Use(folder);
        return (await RecordIndex.ReadAsync(store, folder)).ToDictionary(entry => entry.Key, entry => entry.Value.Empty ? 0 : entry.Value.Version);
    }

    private async Task<bool> ChangeAsync(
        string name, Func<uint, StoredRecord?> change, uint expectedVersion, CancellationToken cancellationToken, StoreGuard? guard = null, AuditEntry? audit = null)
    {
        var key = StoreNames.Record(name);
        var shardKey = RecordIndex.ShardOf(name);
        watch.Use(RecordIndex.FolderOf(name));
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = await store.ReadAsync([key, shardKey]);
            var version = now[0] is { } raw ? StoredValue.Parse(StoredRecord.Parser, raw, key).Version : 0;
            if (version != expectedVersion || (now[0] is null) != (expectedVersion == 0) || (guard is not null && !await HoldsAsync(guard)))
            {
                return false;
            }

            var next = change(version);
            Check(name, next?.Value.Length ?? 0);
            var entry = next is null ? null : new IndexEntry { Version = next.Version, Empty = next.Value.IsEmpty };
            var nextRaw = next?.ToByteArray();
            var folder = RecordIndex.FolderOf(name);
            var transaction = store.Begin();
            if (guard is not null)
            {
                transaction.Expect(guard.Key, guard.Value);
            }

            using var append = audit is null || auditLog is null ? null : await auditLog.BeginAsync([audit], cancellationToken);
            append?.AddTo(transaction);
            var outcome = await transaction
                .Expect(key, now[0])
                .Expect(shardKey, now[1])
                .Write(key, nextRaw)
                .Write(shardKey, RecordIndex.With(now[1], name, entry))
                .Write(StoreNames.Folder(folder), RandomNumberGenerator.GetBytes(16))
                .ExecuteAsync();
            if (outcome == TransactionOutcome.Done || (outcome == TransactionOutcome.Unknown && await FindOutAsync(key, nextRaw)))
            {
                append?.Done();
                store.Hint();
                watch.Tell(folder);
                return true;
            }
        }

        throw new StoreUnavailableException($"the record {name} could not be written: others kept changing its index");
    }

    // Each write has an id of its own, so what is there tells whether it is this one.
    private async Task<bool> FindOutAsync(string key, byte[]? written)
    {
        try
        {
            var now = await store.ReadAsync(key);
            if (now is null ? written is null : written is not null && now.AsSpan().SequenceEqual(written))
            {
                return true;
            }
        }
        catch (StoreUnavailableException)
        {
            // Then it stays unknown.
        }

        throw new OutcomeUnknownException($"the store went away while {key} was written, and whether it was is unknown: look, and try again");
    }

    private static StoredRecord Next(uint version, ReadOnlyMemory<byte> value) => new()
    {
        Version = version,
        WriteId = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16)),
        Value = ByteString.CopyFrom(value.Span),
    };

    private static Record? Read(string name, byte[]? raw)
    {
        if (raw is null)
        {
            return null;
        }

        var stored = StoredValue.Parse(StoredRecord.Parser, raw, StoreNames.Record(name));
        return new Record(name, stored.Version, stored.Value.ToByteArray());
    }

    private static void Check(string name, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LargestValue);
    }
}
