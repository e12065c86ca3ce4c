using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// HMAC-SHA256 over a purpose and pieces, each behind its length (4 bytes, big endian), so that nothing can be moved from one piece
/// to the next.
/// </summary>
internal sealed class Authentication : IDisposable
{
    private readonly IncrementalHash _hash;

    /// <summary>Starts with nothing but the purpose.</summary>
    public Authentication(byte[] key, ReadOnlySpan<byte> purpose)
    {
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(purpose);
    }

    /// <summary>Adds a piece.</summary>
    public Authentication Add(ReadOnlySpan<byte> piece)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)piece.Length);
        _hash.AppendData(length);
        _hash.AppendData(piece);
        return this;
    }

    /// <summary>The result: 32 bytes.</summary>
    public byte[] Finish() => _hash.GetHashAndReset();

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
