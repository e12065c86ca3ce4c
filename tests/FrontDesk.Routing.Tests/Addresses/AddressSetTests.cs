using System.Net;
using CsCheck;
using FrontDesk.Routing.Addresses;

namespace FrontDesk.Routing.Tests.Addresses;

public class AddressSetTests
{
    // Few bits differ, so that ranges overlap, touch and hold each other.
    private static readonly Gen<IPNetwork> FourRange = Gen.Select(Gen.UInt[0, 0xFFFF], Gen.Int[14, 32]).Select(static (bits, prefix) => Range(new IPAddress([10, (byte)(bits >> 12), (byte)(bits >> 4), (byte)(bits << 4)]), prefix));

    private static readonly Gen<IPNetwork> SixRange = Gen.Select(Gen.UInt[0, 0xFFFF], Gen.Int[20, 128]).Select(static (bits, prefix) => Range(Six(bits), prefix));

    private static readonly Gen<IPAddress> Asked = Gen.OneOf(
        Gen.UInt[0, 0xFFFFF].Select(static bits => new IPAddress([10, (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits])),
        Gen.UInt[0, 0xFFFFF].Select(static bits => Six(bits >> 4)),
        Gen.UInt.Select(static bits => new IPAddress(bits)));

    [Fact]
    public void An_address_is_in_the_set_when_one_of_the_ranges_holds_it() =>
        Gen.Select(Gen.OneOf(FourRange, SixRange).Array[0, 40], Asked.Array[50]).Sample(static (ranges, asked) =>
        {
            var set = AddressSet.Of(ranges);
            Assert.All(asked.Concat(ranges.Select(static range => range.BaseAddress)), address => Assert.Equal(ranges.Any(range => range.Contains(address)), set.Contains(Address.Of(address))));
        });

    [Theory]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "0.0.0.0", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "::1", true)]
    [InlineData("::/0", "192.0.2.1", true)]
    [InlineData("::ffff:0:0/96", "192.0.2.1", true)]
    [InlineData("::ffff:a00:0/104", "10.1.2.3", true)]
    [InlineData("::ffff:a00:0/104", "11.1.2.3", false)]
    [InlineData("255.255.255.255/32", "255.255.255.255", true)]
    [InlineData("255.255.255.255/32", "0.0.0.0", false)]
    [InlineData("ffff::/16", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    public void The_ends_of_both_families_are_no_exception(string range, string address, bool isIn) =>
        Assert.Equal(isIn, AddressSet.Of([IPNetwork.Parse(range)]).Contains(Address.Of(IPAddress.Parse(address))));

    [Fact]
    public void A_hundred_thousand_ranges_are_asked_without_allocating_and_give_the_same_answers_as_a_few()
    {
        var random = new Random(1);
        var ranges = Enumerable.Range(0, 50_000).Select(_ => Range(new IPAddress((uint)random.NextInt64(uint.MaxValue)), random.Next(16, 33)))
            .Concat(Enumerable.Range(0, 50_000).Select(_ => Range(new IPAddress(Bytes(random)), random.Next(32, 129)))).ToArray();
        var set = AddressSet.Of(ranges);
        var asked = ranges.Take(500).Concat(ranges.TakeLast(500)).Select(static range => range.BaseAddress).Concat(Enumerable.Range(0, 100).Select(_ => new IPAddress(Bytes(random)))).ToArray();

        Assert.All(asked, address => Assert.Equal(ranges.Any(range => range.Contains(address)), set.Contains(Address.Of(address))));
        var inside = Address.Of(ranges[0].BaseAddress);
        Allocated.Nothing(() => set.Contains(inside));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", 64, "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:3:4:5:6", 56, "2001:db8:1::")]
    [InlineData("2001:db8:1:2:3:4:5:6", 128, "2001:db8:1:2:3:4:5:6")]
    [InlineData("2001:db8:1:2:ffff:4:5:6", 72, "2001:db8:1:2:ff00::")]
    [InlineData("192.0.2.77", 64, "192.0.2.77")]
    public void A_network_is_an_address_without_the_bits_behind_the_prefix(string address, int bits, string network) =>
        Assert.Equal(network, Address.Of(IPAddress.Parse(address)).Network(bits).ToString());

    private static IPAddress Six(uint bits) => new([0x20, 0x01, 0, (byte)(bits >> 12), (byte)(bits >> 4), (byte)(bits << 4), 0, 0, 0, 0, 0, 0, 0, 0, (byte)(bits >> 8), (byte)bits]);

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }

    private static IPNetwork Range(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
