using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FrontDesk.ControlPlane.Keys;

/// <summary>
/// The key that encrypts what is secret in the store. It is in a file of its own and never in the store; all control planes over
/// one store share it.
/// </summary>
internal sealed class MasterKey
{
    /// <summary>The key's length in bytes.</summary>
    public const int Length = 32;

    // A sealed value: format (1) ‖ key id (8) ‖ nonce (12) ‖ tag (16) ‖ ciphertext.
    private const byte Format = 1;
    private const int IdLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + IdLength + NonceLength + TagLength;

    private readonly byte[] _id;
    private readonly byte[] _sealing;

    /// <summary>Takes 32 bytes of key.</summary>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Length);
        _id = Derive(key, "frontdesk master key id", IdLength);
        _sealing = Derive(key, "frontdesk master key sealing", 32);
        CheckValue = Derive(key, "frontdesk master key check", 32);
        Id = Convert.ToHexStringLower(_id);
    }

    /// <summary>Names the key without giving it away: 16 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>32 bytes that only this key gives and that give nothing away: they tell a wrong key from a right one.</summary>
    public byte[] CheckValue { get; }

    /// <summary>Encrypts with AES-256-GCM, bound to a name and a version: under another name or version it does not open.</summary>
    public byte[] Seal(string name, uint version, ReadOnlySpan<byte> clear)
    {
        var result = new byte[HeaderLength + clear.Length];
        result[0] = Format;
        _id.CopyTo(result.AsSpan(1));
        var nonce = result.AsSpan(1 + IdLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_sealing, TagLength);
        cipher.Encrypt(nonce, clear, result.AsSpan(HeaderLength), result.AsSpan(HeaderLength - TagLength, TagLength), Bind(name, version));
        return result;
    }

    /// <summary>Decrypts what <see cref="Seal"/> gave for the same name and version.</summary>
    /// <exception cref="CryptographicException">Another key, name or version, or changed bytes.</exception>
    public byte[] Open(string name, uint version, ReadOnlySpan<byte> @sealed)
    {
        if (@sealed.Length < HeaderLength || @sealed[0] != Format)
        {
            throw new CryptographicException($"What is stored as {name} was not encrypted by a control plane that this one knows.");
        }

        if (!@sealed.Slice(1, IdLength).SequenceEqual(_id))
        {
            var other = Convert.ToHexStringLower(@sealed.Slice(1, IdLength));
            throw new CryptographicException($"What is stored as {name} was encrypted under the master key {other}; this one is {Id}.");
        }

        var clear = new byte[@sealed.Length - HeaderLength];
        using var cipher = new AesGcm(_sealing, TagLength);
        var nonce = @sealed.Slice(1 + IdLength, NonceLength);
        var tag = @sealed.Slice(HeaderLength - TagLength, TagLength);
        try
        {
            cipher.Decrypt(nonce, @sealed[HeaderLength..], tag, clear, Bind(name, version));
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new CryptographicException($"What is stored as {name}, version {version}, was changed outside of Front Desk or belongs elsewhere.", mismatch);
        }

        return clear;
    }

    private byte[] Bind(string name, uint version)
    {
        var bytes = new byte[1 + IdLength + sizeof(uint) + Encoding.UTF8.GetByteCount(name)];
        bytes[0] = Format;
        _id.CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1 + IdLength), version);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(1 + IdLength + sizeof(uint)));
        return bytes;
    }

    private static byte[] Derive(ReadOnlySpan<byte> key, string purpose, int length)
    {
        var derived = new byte[length];
        HKDF.Expand(HashAlgorithmName.SHA256, key, derived, Encoding.UTF8.GetBytes(purpose));
        return derived;
    }
}
