using System.Security.Cryptography;
using System.Text;
using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Identity;

/// <summary>
/// The key that encrypts what an edge keeps on disk: AES-256-GCM. A sealed text is key id (8 bytes) ‖ nonce (12) ‖ ciphertext ‖ tag (16); its
/// purpose is bound to it, so that one sealed text cannot be put in another's place.
/// </summary>
internal sealed class StateKey : IDisposable
{
    private const int IdSize = 8;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm _cipher;
    private readonly byte[] _id;

    /// <summary>Makes the cipher of a key.</summary>
    /// <param name="key">32 bytes.</param>
    public StateKey(ReadOnlySpan<byte> key)
    {
        _cipher = new AesGcm(key, TagSize);
        _id = SHA256.HashData(key)[..IdSize];
    }

    /// <summary>Reads the key from a file of 64 hexadecimal digits; makes the file, 0600, where there is none.</summary>
    /// <exception cref="EdgeStartException">The file cannot be read or holds no key.</exception>
    public static StateKey Open(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                new PhysicalDisk().Replace(path, stream => stream.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true))));
            }

            byte[] key = Convert.FromHexString(File.ReadAllText(path).Trim());
            return key.Length == 32 ? new StateKey(key) : throw new FormatException($"It holds {key.Length} bytes.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new EdgeStartException($"The state key {path} cannot be used: {e.Message} It must hold 64 hexadecimal digits that this user can read.", e);
        }
    }

    /// <summary>Encrypts.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        byte[] sealedText = new byte[IdSize + NonceSize + plain.Length + TagSize];
        _id.CopyTo(sealedText, 0);
        Span<byte> nonce = sealedText.AsSpan(IdSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> cipherText = sealedText.AsSpan(IdSize + NonceSize, plain.Length);
        _cipher.Encrypt(nonce, plain, cipherText, sealedText.AsSpan(^TagSize..), Encoding.UTF8.GetBytes(purpose));
        return sealedText;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made for the same purpose.</summary>
    /// <exception cref="CryptographicException">It was made with another key or for another purpose, or was changed.</exception>
    public byte[] Unseal(ReadOnlySpan<byte> sealedText, string purpose)
    {
        if (sealedText.Length < IdSize + NonceSize + TagSize)
        {
            throw new CryptographicException("It is cut off.");
        }

        if (!sealedText[..IdSize].SequenceEqual(_id))
        {
            throw new CryptographicException("It was encrypted under another state key.");
        }

        byte[] plain = new byte[sealedText.Length - IdSize - NonceSize - TagSize];
        _cipher.Decrypt(
            sealedText.Slice(IdSize, NonceSize),
            sealedText.Slice(IdSize + NonceSize, plain.Length),
            sealedText[^TagSize..],
            plain,
            Encoding.UTF8.GetBytes(purpose));
        return plain;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
