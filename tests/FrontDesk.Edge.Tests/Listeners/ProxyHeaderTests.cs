using System.Text;
using CsCheck;
using FrontDesk.Edge.Listeners;

namespace FrontDesk.Edge.Tests.Listeners;

public sealed class ProxyHeaderTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    /// <summary>A header, and the address that it tells; null for none.</summary>
    public static TheoryData<string, string?> Headers => new()
    {
        { "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n", "192.0.2.7:56324" },
        { "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255:65535" },
        { "PROXY TCP6 2001:db8::7 2001:db8::1 0 443\r\n", "[2001:db8::7]:0" },
        { "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535" },
        { "PROXY UNKNOWN\r\n", null },
        { "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", null },
        { Signature + "\u0021\u0011\0\u000c" + "\u00c0\0\u0002\u0007" + "\u00c6\u0033\u0064\u0001" + "\u00dc\u0004\u0001\u00bb", "192.0.2.7:56324" },
        { Signature + "\u0021\u0011\0\u0010" + "\u00c0\0\u0002\u0007" + "\u00c6\u0033\u0064\u0001" + "\u00dc\u0004\u0001\u00bb" + "\u0004\0\u0001x", "192.0.2.7:56324" },
        { Signature + "\u0021\u0021\0\u0024" + "\u0020\u0001\u000d\u00b8\0\0\0\0\0\0\0\0\0\0\0\u0007" + new string('\0', 16) + "\u00dc\u0004\u0001\u00bb", "[2001:db8::7]:56324" },
        { Signature + "\u0020\0\0\0", null },
        { Signature + "\u0020\u0011\0\u000c" + new string('x', 12), null },
        { Signature + "\u0021\0\0\u0003abc", null },
        { Signature + "\u0021\u0031\0\u00d8" + new string('x', 216), null },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_tells_the_client_however_it_is_cut(string header, string? client)
    {
        var bytes = Encoding.Latin1.GetBytes(header + "GET / HTTP/1.1\r\n");
        for (var seen = 0; seen <= bytes.Length; seen++)
        {
            var length = ProxyHeader.Read(bytes.AsSpan(0, Math.Min(seen, ProxyHeader.MostNeeded)), out var source);

            Assert.True(length == 0 ? seen < header.Length : length == header.Length);
            Assert.True(length == 0 || source?.ToString() == client);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("PROXX")]
    [InlineData("proxy TCP4 192.0.2.7 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY\r\n")]
    [InlineData("PROXY TCP4\r\n")]
    [InlineData("PROXY TCP5 192.0.2.7 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 1\r\n")]
    [InlineData("PROXY TCP4  192.0.2.7 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 \r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 080 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 -1 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY TCP4 2001:db8::7 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.7 a.test 56324 443\r\n")]
    [InlineData("PROXY TCP6 192.0.2.7 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY TCP6 [2001:db8::7] 2001:db8::1 56324 443\r\n")]
    [InlineData("PROXY TCP6 fe80::7%1 2001:db8::1 56324 443\r\n")]
    [InlineData("PROXY UNKNOWNS\r\n")]
    [InlineData(Signature + "\u0011\u0011\0\u000cxxxxxxxxxxxx")]
    [InlineData(Signature + "\u0022\u0011\0\u000cxxxxxxxxxxxx")]
    [InlineData(Signature + "\u0021\u0011\0\u000bxxxxxxxxxxx")]
    [InlineData(Signature + "\u0021\u0021\0\u000cxxxxxxxxxxxx")]
    [InlineData(Signature + "\u0021\u0011\u00ff\u00ffxxxxxxxxxxxx")]
    public void What_is_not_written_as_specified_is_refused(string begun) =>
        Assert.Throws<InvalidDataException>(() => ProxyHeader.Read(Encoding.Latin1.GetBytes(begun), out _));

    [Fact]
    public void A_line_without_an_end_is_refused_at_the_longest_that_there_is() =>
        Assert.Throws<InvalidDataException>(() => ProxyHeader.Read(Encoding.Latin1.GetBytes("PROXY UNKNOWN ".PadRight(ProxyHeader.MostNeeded, 'x')), out _));

    [Fact]
    public void Whatever_comes_is_a_header_or_is_refused_and_nothing_else() =>
        Gen.Select(Gen.OneOf("", "PROXY ", "PROXY TCP4 ", Signature, Signature + "\u0021\u0011\0\u000c"), Gen.String[Gen.Char['\0', '\u00ff'], 0, 60]).Sample((begun, rest) =>
        {
            var bytes = Encoding.Latin1.GetBytes(begun + rest);
            try
            {
                return ProxyHeader.Read(bytes.AsSpan(0, Math.Min(bytes.Length, ProxyHeader.MostNeeded)), out _) >= 0;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        });
}
