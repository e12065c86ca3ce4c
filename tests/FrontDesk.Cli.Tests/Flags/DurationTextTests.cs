using FrontDesk.Cli.Flags;

namespace FrontDesk.Cli.Tests.Flags;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    public void Reads_a_number_and_a_unit(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.Value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5sec")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999999999999d")]
    public void Reads_nothing_else(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData(12, "12ms")]
    [InlineData(1_500, "1.5s")]
    [InlineData(90_000, "90s")]
    [InlineData(600_000, "10m")]
    [InlineData(10_800_000, "3h")]
    [InlineData(259_200_000, "3d")]
    public void Writes_the_largest_unit_that_says_it(int milliseconds, string text) => Assert.Equal(text, DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)));
}
