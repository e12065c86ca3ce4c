using System.Buffers.Binary;
using System.Security.Cryptography;
using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// The key of chains and snapshots. Without it nobody can make a history that a control plane accepts, though he may write to
/// Redis. Made once, by the first control plane; it lies in the store, encrypted under the master key.
/// </summary>
internal sealed class StoreKey
{
    /// <summary>The version of the formats in the store.</summary>
    public const uint Schema = 1;

    private const string Purpose = "store-key";
    private readonly byte[] _key;

    private StoreKey(byte[] key) => _key = key;

    /// <summary>The chain before the first revision.</summary>
    public byte[] Genesis(uint epoch)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, epoch);
        using var genesis = new Authentication(_key, "frontdesk genesis"u8);
        return genesis.Add(number).Finish();
    }

    /// <summary>Starts the chain of a revision: add the chain before, then each stored piece of the revision.</summary>
    public Authentication Chain(ReadOnlySpan<byte> before) => new Authentication(_key, "frontdesk chain"u8).Add(before);

    /// <summary>Starts the authentication of a snapshot: add its parts.</summary>
    public Authentication Snapshot(ReadOnlySpan<byte> header) => new Authentication(_key, "frontdesk snapshot"u8).Add(header);

    /// <summary>Starts the authentication of a backup: add its frames.</summary>
    public Authentication Backup() => new(_key, "frontdesk backup"u8);

    /// <summary>Starts the authentication of a part of the audit log.</summary>
    public Authentication Audit(ReadOnlySpan<byte> part) => new Authentication(_key, "frontdesk audit"u8).Add(part);

    /// <summary>Opens the store key that a store or a backup holds.</summary>
    /// <exception cref="StoreRefusedException">It was made with another master key.</exception>
    public static StoreKey Open(MasterKey master, StoredKeys keys, string whose)
    {
        if (!CryptographicOperations.FixedTimeEquals(keys.KeyCheck.Span, master.CheckValue))
        {
            throw new StoreRefusedException(
                $"{whose} was made with the master key {keys.MasterKeyId}, but the master key here is {master.Id}: "
                + "give the right file with --master-key-file");
        }

        return new StoreKey(master.Open(Purpose, 1, keys.StoreKey.Span));
    }

    /// <summary>Whether two are the same.</summary>
    public bool Equals(StoreKey other) => CryptographicOperations.FixedTimeEquals(_key, other._key);

    /// <summary>What is stored of a request's digest: 32 bytes; none for none.</summary>
    public byte[] Request(ReadOnlySpan<byte> digest)
    {
        if (digest.IsEmpty)
        {
            return [];
        }

        using var request = new Authentication(_key, "frontdesk request"u8);
        return request.Add(digest).Finish();
    }

    /// <summary>Reads the store's key, or makes it where the store is new. The master key is made too where neither is there.</summary>
    /// <exception cref="StoreRefusedException">The store belongs to another master key.</exception>
    public static async Task<(MasterKey Master, StoreKey Key)> OpenAsync(StoreConnection store, string masterKeyFile, CancellationToken cancellationToken)
    {
        var master = await MasterKeyFile.ReadAsync(masterKeyFile, cancellationToken);
        var stored = await store.ReadAsync(StoreNames.Keys);
        if (stored is null)
        {
            master ??= await MasterKeyFile.CreateAsync(masterKeyFile, cancellationToken);
            var key = RandomNumberGenerator.GetBytes(MasterKey.Length);
            var made = new StoredKeys
            {
                MasterKeyId = master.Id,
                KeyCheck = ByteString.CopyFrom(master.CheckValue),
                StoreKey = ByteString.CopyFrom(master.Seal(Purpose, 1, key)),
            };

            // Head and keys come together: a store with one and not the other was damaged.
            await store.Begin()
                .Expect(StoreNames.Keys, null)
                .Expect(StoreNames.Head, null)
                .Write(StoreNames.Keys, made.ToByteArray())
                .Write(StoreNames.Head, new StoreKey(key).FirstHead())
                .ExecuteAsync();

            // Another control plane may have been first, or the answer lost: what is there now is right.
            stored = await store.ReadAsync(StoreNames.Keys) ?? throw new StoreRefusedException(
                "the store has a history but not the keys it was made with: something deleted {frontdesk}:keys; restore the store from a backup");
        }

        var keys = StoredValue.Parse(StoredKeys.Parser, stored, StoreNames.Keys);
        if (master is null)
        {
            throw new StoreRefusedException(
                $"the master key file {masterKeyFile} is missing, and this store was made with the master key {keys.MasterKeyId}: "
                + "copy that file from the control plane that has it, or from its backup");
        }

        if (!CryptographicOperations.FixedTimeEquals(keys.KeyCheck.Span, master.CheckValue))
        {
            throw new StoreRefusedException(
                $"this store was made with the master key {keys.MasterKeyId}, but {masterKeyFile} holds {master.Id}: "
                + "give the right file with --master-key-file, or use another store");
        }

        return (master, new StoreKey(master.Open(Purpose, 1, keys.StoreKey.Span)));
    }

    private byte[] FirstHead() => new StoredHead { Schema = Schema, Epoch = 1, Chain = ByteString.CopyFrom(Genesis(1)) }.ToByteArray();
}
