using System.Security.Cryptography;
using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;

namespace FrontDesk.ControlPlane.Storage;

/// <summary>
/// Replaces all that is in a store by a copy: 1. the head goes, so that nobody commits, and every control plane stops publishing; 2. all else goes;
/// 3. the copy's values are written, and the indexes that follow from them; 4. the keys, then the head. Interrupted anywhere before the end, the store
/// has no head: nobody takes it for whole, and the restoration can be done again.
/// </summary>
internal static class Restoring
{
    private const int AtOnce = 500;

    /// <summary>Replaces all that is in the store.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not write: do it again.</exception>
    public static async Task ReplaceAsync(StoreConnection store, BackupFile backup)
    {
        // What the audit log says since the copy was made must not be lost with it: where there is a log, it stays.
        var audited = await store.ReadAsync(StoreNames.Audit) is not null;

        // 1.
        await store.DeleteAsync([StoreNames.Head]);

        // 2.
        foreach (var some in (await store.KeysAsync(StoreNames.All)).Where(key => key != StoreNames.Keys && !(audited && StoreNames.IsAudit(key))).Chunk(AtOnce))
        {
            await store.DeleteAsync(some);
        }

        // 3.
        byte[]? keys = null;
        byte[]? head = null;
        var indexes = new Dictionary<string, StoredIndex>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in backup.Entries)
        {
            var value = entry.Value.ToByteArray();
            switch (entry.Key)
            {
                case StoreNames.Keys:
                    keys = value;
                    break;
                case StoreNames.Head:
                    head = value;
                    break;
                case var key when audited && StoreNames.IsAudit(key):
                    break;
                default:
                    if (entry.Key.StartsWith(StoreNames.Record(SecretStore.RecordOf("")), StringComparison.Ordinal))
                    {
                        value = SecretStore.Leap(entry.Key[StoreNames.Record("").Length..], value, backup.Master);
                    }

                    await store.WriteAsync(entry.Key, value);
                    RecordIndex.Collect(entry.Key, value, indexes, folders);
                    break;
            }
        }

        foreach (var (shard, index) in indexes)
        {
            await store.WriteAsync(shard, Google.Protobuf.MessageExtensions.ToByteArray(index));
        }

        foreach (var folder in folders)
        {
            await store.WriteAsync(StoreNames.Folder(folder), RandomNumberGenerator.GetBytes(16));
        }

        // 4.
        await store.WriteAsync(StoreNames.Keys, keys!);
        await store.WriteAsync(StoreNames.Head, head ?? throw new StoreRefusedException("this backup holds no head"));
        store.Hint();
    }

    /// <summary>At the start: restores a file into a store that has no head; one that has is left alone.</summary>
    /// <exception cref="StoreRefusedException">The file cannot be used, or the master key is missing.</exception>
    public static async Task RestoreEmptiedAsync(StoreConnection store, string file, string masterKeyFile, ILogger logger, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(StoreNames.Head) is not null)
        {
            StorageLog.NotRestored(logger, file);
            return;
        }

        if (!File.Exists(file))
        {
            throw new StoreRefusedException($"--restore {file}: there is no such file");
        }

        var master = await MasterKeyFile.ReadAsync(masterKeyFile, cancellationToken) ?? throw new StoreRefusedException(
            $"--restore {file} needs the master key that the backup was made with, and {masterKeyFile} is not there: bring it back from its own backup");
        var backup = BackupFile.Open(file, master);
        await ReplaceAsync(store, backup);
        StorageLog.EmptyRestored(logger, file, backup.Header.Revision, backup.Header.Epoch);
    }
}
