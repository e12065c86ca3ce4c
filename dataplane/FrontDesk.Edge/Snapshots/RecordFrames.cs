using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;

namespace FrontDesk.Edge.Snapshots;

/// <summary>
/// Messages in a file, each in a frame of its own: length (4 bytes, little endian), the first 16 bytes of the SHA-256 of the message, the message.
/// Reading ends at the first frame that is not whole, so a torn write costs itself and nothing before it.
/// </summary>
internal static class RecordFrames
{
    private const int ChecksumSize = 16;
    private const int HeaderSize = 4 + ChecksumSize;
    private const int LongestMessage = 512 * 1024 * 1024;

    /// <summary>Writes a frame.</summary>
    public static void Write(Stream stream, IMessage message)
    {
        int size = message.CalculateSize();
        byte[] frame = new byte[HeaderSize + size];
        message.WriteTo(frame.AsSpan(HeaderSize));
        BinaryPrimitives.WriteInt32LittleEndian(frame, size);
        SHA256.HashData(frame.AsSpan(HeaderSize)).AsSpan(0, ChecksumSize).CopyTo(frame.AsSpan(4));
        stream.Write(frame);
    }

    /// <summary>The whole messages from the stream's position on, each with the position where its frame ends.</summary>
    public static IEnumerable<(byte[] Payload, long End)> Read(Stream stream)
    {
        byte[] header = new byte[HeaderSize];
        while (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length < 0 || length > LongestMessage || length > stream.Length - stream.Position)
            {
                yield break;
            }

            byte[] payload = new byte[length];
            stream.ReadExactly(payload);
            if (!SHA256.HashData(payload).AsSpan(0, ChecksumSize).SequenceEqual(header.AsSpan(4)))
            {
                yield break;
            }

            yield return (payload, stream.Position);
        }
    }
}
