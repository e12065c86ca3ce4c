using System.Buffers.Binary;
using System.Net;

namespace FrontDesk.Routing.Addresses;

/// <summary>An IP address as a number, so that it is compared and hashed without allocating. An IPv4 address is its mapped form, ::ffff:a.b.c.d.</summary>
/// <param name="High">The upper 64 bits.</param>
/// <param name="Low">The lower 64 bits.</param>
public readonly record struct Address(ulong High, ulong Low)
{
    private const ulong Mapped = 0xFFFF;

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsIPv4 => High == 0 && Low >> 32 == Mapped;

    /// <summary>The 32 bits of an IPv4 address.</summary>
    public uint IPv4 => (uint)Low;

    /// <summary>The 128 bits.</summary>
    public UInt128 Value => new(High, Low);

    /// <summary>The address that an object holds. Scopes are left out.</summary>
    public static Address Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) && length == 4
            ? new(0, (Mapped << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    /// <summary>The first address of the range that this one lies in: of <paramref name="bits"/> bits for IPv6; an IPv4 address is its own.</summary>
    public Address Network(int bits) =>
        IsIPv4 ? this : bits >= 64 ? new(High, Low & Mask(bits - 64)) : new(High & Mask(bits), 0);

    /// <summary>As people write it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes).ToString();
    }

    private static ulong Mask(int bits) => bits == 0 ? 0 : ulong.MaxValue << (64 - bits);
}
