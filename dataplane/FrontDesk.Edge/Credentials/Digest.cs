using System.Security.Cryptography;

namespace FrontDesk.Edge.Credentials;

/// <summary>A SHA-256 or HMAC-SHA-256 as a value: what stands for a credential wherever it is kept or looked up. Nobody can make two that are alike.</summary>
/// <param name="High">The first half.</param>
/// <param name="Low">The second half.</param>
internal readonly record struct Digest(UInt128 High, UInt128 Low)
{
    /// <summary>The digest's size, in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>Reads 32 bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    /// <summary>The digest of something under a key: who reads the memory later cannot try passwords against it without the key.</summary>
    public static Digest Keyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Size];
        HMACSHA256.HashData(key, data, hash);
        return Of(hash);
    }
}
