using CsCheck;
using FrontDesk.Configuration.Documents.Values;

namespace FrontDesk.Configuration.Tests.Documents.Values;

public sealed class SizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("64KiB", 65_536)]
    [InlineData("10MiB", 10_485_760)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("17179869183GiB", 17_179_869_183UL << 30)]
    public void A_whole_number_and_a_unit_are_a_size(string text, ulong bytes)
    {
        Assert.True(Sizes.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("1.5MiB")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1 KiB")]
    [InlineData(" 1")]
    [InlineData("1kib")]
    [InlineData("1KB")]
    [InlineData("1M")]
    [InlineData("1e3")]
    [InlineData("18446744073709551616")]
    [InlineData("17179869184GiB")]
    public void Anything_else_is_none(string text) => Assert.False(Sizes.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1_000, "1000")]
    [InlineData(65_536, "64KiB")]
    [InlineData(65_537, "65537")]
    [InlineData(1_073_741_824, "1GiB")]
    public void A_size_is_written_in_the_largest_exact_unit(ulong bytes, string text) => Assert.Equal(text, Sizes.Format(bytes));

    [Fact]
    public void What_is_written_reads_back() => Gen.OneOf(Gen.ULong, Gen.ULong[0, 4096].Select(count => count << 20)).Sample(bytes =>
    {
        Assert.True(Sizes.TryParse(Sizes.Format(bytes), out var read));
        Assert.Equal(bytes, read);
    });
}
