using System.IO.Hashing;
using System.Text;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Records;

/// <summary>
/// The names of a folder's records, kept in 256 values beside them: a list costs what the folder holds, not what the whole Redis does,
/// and a change rewrites one small value.
/// </summary>
internal static class RecordIndex
{
    /// <summary>The folder of a record's name: what stands before the first `/`.</summary>
    public static string FolderOf(string name) =>
        name.IndexOf('/') is var slash and > 0 && slash < name.Length - 1
            ? name[..slash]
            : throw new ArgumentException($"a record's name is a folder, a slash and more; `{name}` is not", nameof(name));

    /// <summary>The key of the shard that holds a record's name.</summary>
    public static string ShardOf(string name) =>
        StoreNames.Index(FolderOf(name), (byte)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name)));

    /// <summary>A shard's bytes with an entry set, or removed where it is null; null when nothing is left.</summary>
    public static byte[]? With(byte[]? shard, string name, IndexEntry? entry)
    {
        var index = shard is null ? new StoredIndex() : StoredValue.Parse(StoredIndex.Parser, shard, ShardOf(name));
        if (entry is null)
        {
            index.Records.Remove(name);
        }
        else
        {
            index.Records[name] = entry;
        }

        return index.Records.Count == 0 ? null : index.ToByteArray();
    }

    /// <summary>Adds a value to the indexes that a whole store's records give, where it is a record.</summary>
    public static void Collect(string key, byte[] value, Dictionary<string, StoredIndex> indexes, HashSet<string> folders)
    {
        if (!key.StartsWith(StoreNames.Record(""), StringComparison.Ordinal))
        {
            return;
        }

        var name = key[StoreNames.Record("").Length..];
        var record = StoredValue.Parse(StoredRecord.Parser, value, key);
        var shard = ShardOf(name);
        folders.Add(FolderOf(name));
        if (!indexes.TryGetValue(shard, out var index))
        {
            indexes[shard] = index = new StoredIndex();
        }

        index.Records[name] = new IndexEntry { Version = record.Version, Empty = record.Value.IsEmpty };
    }

    /// <summary>All of a folder.</summary>
    public static async Task<Dictionary<string, IndexEntry>> ReadAsync(StoreConnection store, string folder)
    {
        string[] keys = [.. Enumerable.Range(0, 256).Select(shard => StoreNames.Index(folder, (byte)shard))];
        var shards = keys.Zip(await store.ReadAsync(keys));
        return shards.SelectMany(shard => shard.Second is { } raw ? StoredValue.Parse(StoredIndex.Parser, raw, shard.First).Records : []).ToDictionary();
    }
}
