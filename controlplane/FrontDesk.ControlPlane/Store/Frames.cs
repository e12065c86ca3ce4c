using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// Messages in a file, each in a frame of its own: length (4 bytes, little endian), the first 16 bytes of the SHA-256 of the message, the message.
/// Reading ends at the first frame that is not whole, so a torn write costs itself and nothing before it.
/// </summary>
internal static class Frames
{
    private const int ChecksumSize = 16;
    private const int HeaderSize = 4 + ChecksumSize;
    private const int LongestMessage = 512 * 1024 * 1024;

    /// <summary>Writes a frame.</summary>
    public static void Write(Stream stream, IMessage message) => Write(stream, message.ToByteArray());

    /// <summary>Writes a frame of a message's bytes.</summary>
    public static void Write(Stream stream, byte[] payload)
    {
        Span<byte> header = stackalloc byte[4 + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        SHA256.HashData(payload, header[4..]);
        stream.Write(header[..HeaderSize]);
        stream.Write(payload);
    }

    /// <summary>The whole messages from the stream's position on, each with the position where its frame ends.</summary>
    public static IEnumerable<(byte[] Payload, long End)> Read(Stream stream)
    {
        var header = new byte[HeaderSize];
        while (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length < 0 || length > LongestMessage || length > stream.Length - stream.Position)
            {
                yield break;
            }

            var payload = new byte[length];
            stream.ReadExactly(payload);
            if (!SHA256.HashData(payload).AsSpan(0, ChecksumSize).SequenceEqual(header.AsSpan(4)))
            {
                yield break;
            }

            yield return (payload, stream.Position);
        }
    }
}
