using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace FrontDesk.Testing.Networking;

/// <summary>An HTTP/1.1 connection on which the test writes the bytes itself.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Stream stream) => _stream = stream;

    /// <summary>What TLS agreed on; null without TLS.</summary>
    public SslStream? Tls => _stream as SslStream;

    /// <summary>Connects without TLS.</summary>
    public static async Task<RawConnection> ConnectAsync(string address, int port, CancellationToken cancellationToken) =>
        new(await OpenAsync(address, port, cancellationToken));

    /// <summary>Connects with TLS.</summary>
    /// <param name="address">The address to connect to.</param>
    /// <param name="port">The port to connect to.</param>
    /// <param name="serverName">The name to ask for; null sends none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="protocols">Versions to offer.</param>
    /// <remarks>The certificate is not checked: tests look at it.</remarks>
    public static async Task<RawConnection> ConnectTlsAsync(
        string address, int port, string? serverName, CancellationToken cancellationToken, SslProtocols protocols = SslProtocols.None)
    {
        var tls = new SslStream(await OpenAsync(address, port, cancellationToken));
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = serverName ?? "",
                    EnabledSslProtocols = protocols,
                    ApplicationProtocols = [SslApplicationProtocol.Http11],
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
                },
                cancellationToken);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }

        return new RawConnection(tls);
    }

    /// <summary>Sends these characters, one byte each.</summary>
    public async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads one whole answer.</summary>
    /// <exception cref="EndOfStreamException">The connection ended before it was whole.</exception>
    public async Task<RawAnswer> ReadAnswerAsync(CancellationToken cancellationToken, bool toHead = false)
    {
        var head = await ReadHeadAsync(cancellationToken);
        if (toHead || head.Status is 204 or 304)
        {
            return head;
        }

        var body = head.Header("transfer-encoding") == "chunked" ? await ReadChunksAsync(cancellationToken)
            : head.Header("content-length") is { } length ? await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
            : await ReadToEndAsync(cancellationToken);
        return head with { Body = body };
    }

    /// <summary>Reads an answer's status line and headers.</summary>
    public async Task<RawAnswer> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var status = await ReadLineAsync(cancellationToken);
        var headers = new List<(string, string)>();
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add((line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim()));
        }

        return new RawAnswer(int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture), headers, "");
    }

    /// <summary>Reads so many characters, one byte each.</summary>
    /// <exception cref="EndOfStreamException">The connection ended before.</exception>
    public Task<string> ReadTextAsync(int length, CancellationToken cancellationToken) => ReadAsync(length, cancellationToken);

    /// <summary>Reads one chunk of a chunked body; empty at its end.</summary>
    public async Task<string> ReadChunkAsync(CancellationToken cancellationToken)
    {
        var size = int.Parse(await ReadLineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var chunk = await ReadAsync(size, cancellationToken);
        await ReadLineAsync(cancellationToken);
        return chunk;
    }

    /// <summary>Whether the peer has closed: waits for its next byte or its end.</summary>
    public async Task<bool> IsClosedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _start == _end && await _stream.ReadAsync(_buffer, cancellationToken) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<NetworkStream> OpenAsync(string address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<string> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        while (await ReadChunkAsync(cancellationToken) is { Length: > 0 } chunk)
        {
            body.Append(chunk);
        }

        return body.ToString();
    }

    private async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        while (await TryReadByteAsync(cancellationToken) is { } value)
        {
            body.Append((char)value);
        }

        return body.ToString();
    }

    /// <summary>Reads exactly so many bytes, one character each.</summary>
    public async Task<string> ReadAsync(int length, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            text.Append((char)await ReadByteAsync(cancellationToken));
        }

        return text.ToString();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await ReadByteAsync(cancellationToken) is var value && value != '\n')
        {
            line.Append((char)value);
        }

        return line.ToString().TrimEnd('\r');
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellationToken) =>
        await TryReadByteAsync(cancellationToken) ?? throw new EndOfStreamException("The connection ended in the middle of an answer.");

    private async ValueTask<byte?> TryReadByteAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await _stream.ReadAsync(_buffer, cancellationToken);
        }

        return _start < _end ? _buffer[_start++] : null;
    }
}
