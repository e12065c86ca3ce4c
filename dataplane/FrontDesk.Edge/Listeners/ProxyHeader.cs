using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FrontDesk.Edge.Listeners;

/// <summary>
/// Reads the header with which a balancer tells whose connection it passes on (the PROXY protocol, versions 1 and 2, as HAProxy specifies it). Strict: what is not written as the
/// specification says is no header.
/// </summary>
internal static class ProxyHeader
{
    /// <summary>How much of a header has to be seen at once, at most: a line of version 1, or the fixed part and the addresses of version 2.</summary>
    public const int MostNeeded = 107;

    // The specification allows 64 KiB after the fixed part; balancers send the addresses and some hundred bytes about themselves.
    private const int MostRest = 4096;
    private const int FixedPart = 16;
    private const int Addresses4 = 12;
    private const int Addresses6 = 36;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    private static ReadOnlySpan<byte> Word => "PROXY "u8;

    /// <summary>Reads a header.</summary>
    /// <param name="start">What has come first on the connection: all of it, or its first <see cref="MostNeeded"/> bytes.</param>
    /// <param name="source">The client's address; null where the header tells none, as for the balancer's own checks.</param>
    /// <returns>The header's length, which may be more than has come; 0 where more must come to tell.</returns>
    /// <exception cref="InvalidDataException">It is no header.</exception>
    public static int Read(ReadOnlySpan<byte> start, out IPEndPoint? source)
    {
        source = null;
        if (Begins(start, Signature))
        {
            return start.Length < FixedPart ? 0 : ReadBinary(start, out source);
        }

        if (!Begins(start, Word))
        {
            throw new InvalidDataException("It does not begin with a PROXY header.");
        }

        var end = start.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return start.Length < MostNeeded ? 0 : throw new InvalidDataException("The line of its PROXY header is too long.");
        }

        source = ReadText(start[Word.Length..end]);
        return end + 2;
    }

    private static bool Begins(ReadOnlySpan<byte> start, ReadOnlySpan<byte> with) => start.Length < with.Length ? with.StartsWith(start) : start.StartsWith(with);

    private static int ReadBinary(ReadOnlySpan<byte> start, out IPEndPoint? source)
    {
        source = null;
        var (command, family) = (start[12], start[13]);
        int rest = BinaryPrimitives.ReadUInt16BigEndian(start[14..]);
        if (command is not (0x20 or 0x21) || rest > MostRest)
        {
            throw new InvalidDataException("Its PROXY header is of an unknown version or command, or too long.");
        }

        // LOCAL is the balancer's own check; of other families than TCP over IPv4 and IPv6 no address can be used.
        var size = family == 0x11 ? Addresses4 : Addresses6;
        if (command == 0x20 || family is not (0x11 or 0x21))
        {
            return FixedPart + rest;
        }

        if (rest < size)
        {
            throw new InvalidDataException("Its PROXY header is shorter than its addresses.");
        }

        if (start.Length < FixedPart + size)
        {
            return 0;
        }

        var addresses = start.Slice(FixedPart, size);
        var length = family == 0x11 ? 4 : 16;
        source = new IPEndPoint(new IPAddress(addresses[..length]), BinaryPrimitives.ReadUInt16BigEndian(addresses[(2 * length)..]));
        return FixedPart + rest;
    }

    /// <summary>`TCP4 source destination port port`, `TCP6 …`, or `UNKNOWN` and whatever.</summary>
    private static IPEndPoint? ReadText(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("UNKNOWN"u8) && (line.Length == 7 || line[7] == ' '))
        {
            return null;
        }

        Span<Range> parts = stackalloc Range[6];
        var text = Encoding.Latin1.GetString(line);
        if (text.AsSpan().Split(parts, ' ') != 5)
        {
            throw Malformed();
        }

        var family = text[parts[0]] switch
        {
            "TCP4" => AddressFamily.InterNetwork,
            "TCP6" => AddressFamily.InterNetworkV6,
            _ => throw Malformed(),
        };
        var source = new IPEndPoint(Address(text[parts[1]], family), Port(text.AsSpan(parts[3])));
        // What the client asked for is not used, but a header that is wrong there is wrong.
        _ = Address(text[parts[2]], family);
        _ = Port(text.AsSpan(parts[4]));
        return source;
    }

    private static IPAddress Address(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family && (family == AddressFamily.InterNetwork ? address.ToString() == text : text.AsSpan().IndexOfAny('%', '[') < 0)
            ? address
            : throw Malformed();

    private static int Port(ReadOnlySpan<char> text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && (text.Length == 1 || text[0] != '0') ? port : throw Malformed();

    private static InvalidDataException Malformed() => new("Its PROXY header is not written as the specification says.");
}
