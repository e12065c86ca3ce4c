using System.Buffers.Binary;
using System.Security.Cryptography;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>Where the log stands, as it was read or is to be written.</summary>
/// <param name="Last">The newest entry; 0: none.</param>
/// <param name="Chain">The chain up to it.</param>
/// <param name="First">The oldest entry that is kept.</param>
/// <param name="Anchor">The chain before the oldest entry.</param>
internal sealed record AuditHead(ulong Last, byte[] Chain, ulong First, byte[] Anchor)
{
    /// <summary>A log that begins after an entry that was once seen; 0: that begins.</summary>
    public static AuditHead Begin(StoreKey key, ulong after)
    {
        using var genesis = key.Audit("genesis"u8);
        var chain = genesis.Finish();
        return new AuditHead(after, chain, after + 1, chain);
    }

    /// <summary>Reads a head; null where it is not one that a control plane wrote.</summary>
    public static AuditHead? TryRead(byte[] raw, StoreKey key)
    {
        try
        {
            var stored = StoredAuditHead.Parser.ParseFrom(raw);
            var head = new AuditHead(stored.Last, stored.Chain.ToByteArray(), stored.First, stored.Anchor.ToByteArray());
            return CryptographicOperations.FixedTimeEquals(head.Prove(key), stored.Proof.Span) ? head : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The bytes to store.</summary>
    public byte[] Write(StoreKey key) => new StoredAuditHead
    {
        Last = Last,
        Chain = ByteString.CopyFrom(Chain),
        First = First,
        Anchor = ByteString.CopyFrom(Anchor),
        Proof = ByteString.CopyFrom(Prove(key)),
    }.ToByteArray();

    /// <summary>The chain after an entry.</summary>
    public static byte[] Next(StoreKey key, ReadOnlySpan<byte> before, StoredAuditEntry entry)
    {
        using var next = key.Audit("entry"u8).Add(before);
        return next.Add(entry.Entry.Span).Add(entry.WriteId.Span).Finish();
    }

    private byte[] Prove(StoreKey key)
    {
        Span<byte> numbers = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(numbers, Last);
        BinaryPrimitives.WriteUInt64BigEndian(numbers[sizeof(ulong)..], First);
        using var proof = key.Audit("head"u8).Add(numbers);
        return proof.Add(Chain).Add(Anchor).Finish();
    }
}
