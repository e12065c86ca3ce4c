using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FrontDesk.Edge.Limits;

/// <summary>
/// SipHash-2-4 over the parts of a key, under a secret of this process: who does not know the secret cannot find keys that share a place with
/// another's. Each part is closed by its length, so that ("a", "bc") and ("ab", "c") differ.
/// </summary>
internal ref struct SipHash
{
    private ulong _v0;
    private ulong _v1;
    private ulong _v2;
    private ulong _v3;

    private SipHash(Secret secret)
    {
        _v0 = secret.First ^ 0x736f6d6570736575;
        _v1 = secret.Second ^ 0x646f72616e646f6d;
        _v2 = secret.First ^ 0x6c7967656e657261;
        _v3 = secret.Second ^ 0x7465646279746573;
    }

    /// <summary>A secret of 128 bits.</summary>
    /// <param name="First">The first half.</param>
    /// <param name="Second">The second half.</param>
    internal readonly record struct Secret(ulong First, ulong Second)
    {
        /// <summary>One from the system's source of chance.</summary>
        public static Secret Create()
        {
            Span<ulong> words = stackalloc ulong[2];
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(words));
            return new(words[0], words[1]);
        }
    }

    /// <summary>Begins a hash.</summary>
    public static SipHash Begin(Secret secret) => new(secret);

    /// <summary>Adds a number.</summary>
    public void Add(ulong word)
    {
        _v3 ^= word;
        Round();
        Round();
        _v0 ^= word;
    }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var whole = MemoryMarshal.Cast<char, ulong>(text);
        foreach (var word in whole)
        {
            Add(word);
        }

        ulong rest = 0;
        foreach (var c in text[(whole.Length * 4)..])
        {
            rest = (rest << 16) | c;
        }

        Add(rest);
        Add((ulong)text.Length);
    }

    /// <summary>The hash; never 0.</summary>
    public ulong Finish()
    {
        _v2 ^= 0xff;
        Round();
        Round();
        Round();
        Round();
        var hash = _v0 ^ _v1 ^ _v2 ^ _v3;
        return hash == 0 ? 1 : hash;
    }

    private void Round()
    {
        _v0 += _v1;
        _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
        _v0 = BitOperations.RotateLeft(_v0, 32);
        _v2 += _v3;
        _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
        _v0 += _v3;
        _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
        _v2 += _v1;
        _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
        _v2 = BitOperations.RotateLeft(_v2, 32);
    }
}
