using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Snapshots;

/// <summary>
/// The digest of a scope: the sum, modulo 2^256, of SHA-256(kind ‖ length of name ‖ name ‖ stored bytes) over its resources. It does not
/// depend on order, and it follows a change at the cost of the change. A value: adding gives a new one.
/// </summary>
public readonly struct ScopeDigest : IEquatable<ScopeDigest>
{
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private ScopeDigest(UInt128 high, UInt128 low)
    {
        _high = high;
        _low = low;
    }

    /// <summary>The digest of nothing: 32 zero bytes.</summary>
    public static ScopeDigest Empty => default;

    /// <summary>Whether two digests are the same.</summary>
    public static bool operator ==(ScopeDigest left, ScopeDigest right) => left.Equals(right);

    /// <summary>Whether two digests differ.</summary>
    public static bool operator !=(ScopeDigest left, ScopeDigest right) => !left.Equals(right);

    /// <summary>Reads 32 bytes, as <see cref="ToArray"/> wrote them; an empty span is <see cref="Empty"/>.</summary>
    /// <exception cref="ArgumentException">Neither 32 bytes nor none.</exception>
    public static ScopeDigest From(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => default,
        32 => new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..])),
        _ => throw new ArgumentException($"A scope's digest has 32 bytes, not {bytes.Length}.", nameof(bytes)),
    };

    /// <summary>The digest with a resource more.</summary>
    public ScopeDigest Add(StoredResource resource)
    {
        var other = Of(resource);
        var low = unchecked(_low + other._low);
        var carry = low < _low ? UInt128.One : UInt128.Zero;
        return new(unchecked(_high + other._high + carry), low);
    }

    /// <summary>The digest with a resource less.</summary>
    public ScopeDigest Remove(StoredResource resource)
    {
        var other = Of(resource);
        var borrow = _low < other._low ? UInt128.One : UInt128.Zero;
        return new(unchecked(_high - other._high - borrow), unchecked(_low - other._low));
    }

    /// <summary>The digest's 32 bytes, most significant first.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), _low);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(ScopeDigest other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ScopeDigest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    private static ScopeDigest Of(StoredResource resource)
    {
        var stored = resource.Resource.Span;
        var buffer = ArrayPool<byte>.Shared.Rent(8 + Encoding.UTF8.GetMaxByteCount(resource.Name.Length) + stored.Length);
        try
        {
            var name = Encoding.UTF8.GetBytes(resource.Name, buffer.AsSpan(8));
            BinaryPrimitives.WriteInt32BigEndian(buffer, (int)resource.Kind);
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(4), name);
            stored.CopyTo(buffer.AsSpan(8 + name));
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer.AsSpan(0, 8 + name + stored.Length), hash);
            return From(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
