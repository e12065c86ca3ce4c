using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace FrontDesk.Edge.Tests.Tls;

/// <summary>A ClientHello by the byte (RFC 5246 §7.4.1.2): no library still offers the versions that are refused.</summary>
internal static class ClientHello
{
    /// <summary>Offers one version of TLS and no other.</summary>
    /// <param name="port">The edge's port.</param>
    /// <param name="minor">1 for TLS 1.0, 2 for 1.1, 3 for 1.2.</param>
    /// <param name="name">The name to ask for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>`handshake`, `alert N`, or `closed`.</returns>
    public static async Task<string> AnswerAsync(int port, byte minor, string name, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        await client.GetStream().WriteAsync(Write(minor, name), cancellationToken);
        var answer = new byte[7];
        return await client.GetStream().ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken) < answer.Length ? "closed"
            : answer[0] == 21 ? $"alert {answer[6]}"
            : answer[0] == 22 ? "handshake"
            : $"record {answer[0]}";
    }

    private static byte[] Write(byte minor, string name)
    {
        byte[] host = [0, .. Sized(Encoding.ASCII.GetBytes(name))];
        byte[] extensions =
        [
            .. Extension(0, Sized(host)), // server_name
            .. Extension(10, Sized([0, 23, 0, 24])), // supported_groups: P-256, P-384
            .. Extension(11, [1, 0]), // ec_point_formats: uncompressed
            .. Extension(13, Sized([4, 3, 5, 3, 2, 3])), // signature_algorithms: ECDSA with SHA-256, SHA-384, SHA-1
        ];
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x09, 0xC0, 0x0A, 0x00, 0xFF]; // ECDHE-ECDSA: AES-128-GCM, AES-128-CBC-SHA, AES-256-CBC-SHA
        byte[] hello = [3, minor, .. new byte[32], 0, .. Sized(suites), 1, 0, .. Sized(extensions)];
        byte[] message = [1, 0, .. Sized(hello)];
        return [22, 3, 1, .. Sized(message)];
    }

    private static byte[] Extension(byte type, byte[] content) => [0, type, .. Sized(content)];

    private static byte[] Sized(byte[] content)
    {
        var sized = new byte[2 + content.Length];
        BinaryPrimitives.WriteUInt16BigEndian(sized, (ushort)content.Length);
        content.CopyTo(sized, 2);
        return sized;
    }
}
