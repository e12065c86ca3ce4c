using CsCheck;
using FrontDesk.Configuration.Documents.Values;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Configuration.Tests.Documents.Values;

public sealed class DurationTests
{
    [Theory]
    [InlineData("0s", 0, 0)]
    [InlineData("500ms", 0, 500_000_000)]
    [InlineData("5s", 5, 0)]
    [InlineData("1.5s", 1, 500_000_000)]
    [InlineData("0.5ms", 0, 500_000)]
    [InlineData("0.000001ms", 0, 1)]
    [InlineData("90s", 90, 0)]
    [InlineData("1h30m", 5_400, 0)]
    [InlineData("1d1h1m1s1ms", 90_061, 1_000_000)]
    [InlineData("7d", 604_800, 0)]
    [InlineData("10000d", 864_000_000, 0)]
    [InlineData(".5s", 0, 500_000_000)]
    public void A_number_and_a_unit_are_a_duration(string text, long seconds, int nanos)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(new Duration { Seconds = seconds, Nanos = nanos }, duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5S")]
    [InlineData("5 s")]
    [InlineData(" 5s")]
    [InlineData("5s ")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("1s1h")]
    [InlineData("1s1s")]
    [InlineData("5us")]
    [InlineData("5w")]
    [InlineData("10000d1ms")]
    [InlineData("10001d")]
    [InlineData("99999999999999999999s")]
    [InlineData("000000000000000000001s")]
    [InlineData("٥s")]
    public void Anything_else_is_none(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(0, 0, "0s")]
    [InlineData(90, 0, "1m30s")]
    [InlineData(86_400, 0, "1d")]
    [InlineData(1, 500_000_000, "1s500ms")]
    [InlineData(0, 1_500_000, "1.5ms")]
    [InlineData(0, 1, "0.000001ms")]
    public void A_duration_is_written_in_whole_units(long seconds, int nanos, string text) =>
        Assert.Equal(text, Durations.Format(new Duration { Seconds = seconds, Nanos = nanos }));

    [Fact]
    public void What_is_written_reads_back() => Gen.Select(Gen.Long[0, 863_999_999], Gen.Int[0, 999_999_999]).Sample((seconds, nanos) =>
    {
        var duration = new Duration { Seconds = seconds, Nanos = nanos };
        Assert.True(Durations.TryParse(Durations.Format(duration), out var read));
        Assert.Equal(duration, read);
    });
}
