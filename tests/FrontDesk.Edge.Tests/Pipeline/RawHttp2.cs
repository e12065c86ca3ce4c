using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>An HTTP/2 connection on which the test writes the frames itself (RFC 9113). One request at a time.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte Goaway = 7;
    private readonly SslStream _stream;
    private int _lastStream = -1;

    private RawHttp2(SslStream stream) => _stream = stream;

    /// <summary>Connects, and asks the peer to keep no table of headers, so that what it sends can be read simply.</summary>
    public static async Task<RawHttp2> ConnectAsync(int port, string serverName, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = serverName,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            },
            cancellationToken);
        var connection = new RawHttp2(stream);
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), cancellationToken);
        await connection.WriteAsync(Settings, 0, 0, [0, 1, 0, 0, 0, 0], cancellationToken);
        return connection;
    }

    /// <summary>Sends a request, one header a line (`name: value`, the name up to the last character before `: `), and tells what became of it.</summary>
    /// <returns>The status; `reset N` or `goaway N` with the error code; `closed`.</returns>
    public async Task<string> SendAsync(IEnumerable<string> headers, string? body, CancellationToken cancellationToken)
    {
        await BeginAsync(headers, body, cancellationToken);
        return await NextAsync(cancellationToken);
    }

    /// <summary>Sends a request and waits for nothing.</summary>
    public async Task BeginAsync(IEnumerable<string> headers, string? body, CancellationToken cancellationToken)
    {
        _lastStream += 2;
        var block = new List<byte>();
        foreach (var header in headers)
        {
            var colon = header.IndexOf(": ", 1, StringComparison.Ordinal);
            block.Add(0);
            AddText(block, header[..colon]);
            AddText(block, header[(colon + 2)..]);
        }

        await WriteAsync(Headers, (byte)(body is null ? 5 : 4), _lastStream, [.. block], cancellationToken);
        if (body is not null)
        {
            await WriteAsync(Data, 1, _lastStream, Encoding.Latin1.GetBytes(body), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>What the peer says next of the last request or of the connection, as <see cref="SendAsync"/> tells it.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        var head = new byte[9];
        try
        {
            while (true)
            {
                await _stream.ReadExactlyAsync(head, cancellationToken);
                var payload = new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
                await _stream.ReadExactlyAsync(payload, cancellationToken);
                switch (head[3])
                {
                    case Headers when BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) == _lastStream:
                        return Status(payload);
                    case Reset:
                        return $"reset {BinaryPrimitives.ReadInt32BigEndian(payload)}";
                    case Goaway:
                        return $"goaway {BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(4))}";
                    case Settings when (head[4] & 1) == 0:
                        await WriteAsync(Settings, 1, 0, [], cancellationToken);
                        break;
                }
            }
        }
        catch (Exception end) when (end is EndOfStreamException or IOException)
        {
            return "closed";
        }
    }

    private async Task WriteAsync(byte type, byte flags, int stream, byte[] payload, CancellationToken cancellationToken)
    {
        var frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)payload.Length);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        await _stream.WriteAsync(frame, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>The status, which comes first (RFC 7541 §6): indexed, or as text after its name's index.</summary>
    private static string Status(ReadOnlySpan<byte> block)
    {
        while ((block[0] & 0xE0) == 0x20)
        {
            block = block[1..];
        }

        string[] indexed = ["200", "204", "206", "304", "400", "404", "500"];
        return (block[0] & 0x80) != 0
            ? indexed[(block[0] & 0x7F) - 8]
            : int.Parse(Encoding.ASCII.GetString(block.Slice(2, 3)), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }

    private static void AddText(List<byte> block, string text)
    {
        var rest = text.Length;
        if (rest < 127)
        {
            block.Add((byte)rest);
        }
        else
        {
            block.Add(127);
            for (rest -= 127; rest >= 128; rest >>= 7)
            {
                block.Add((byte)((rest & 0x7F) | 0x80));
            }

            block.Add((byte)rest);
        }

        block.AddRange(Encoding.Latin1.GetBytes(text));
    }
}
