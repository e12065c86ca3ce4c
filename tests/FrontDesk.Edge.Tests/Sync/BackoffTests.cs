using FrontDesk.Edge.Sync;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Edge.Tests.Sync;

public sealed class BackoffTests
{
    private readonly Backoff _backoff = new(TimeProvider.System);

    [Fact]
    public void Waits_are_below_a_ceiling_that_doubles_from_half_a_second_to_half_a_minute()
    {
        double[] ceilings = [0.5, 1, 2, 4, 8, 16, 30, 30, 30];
        for (var round = 0; round < 100; round++)
        {
            _backoff.Reset();
            Assert.All(ceilings, ceiling => Assert.InRange(_backoff.Next().TotalSeconds, 0, ceiling));
        }
    }

    [Fact]
    public void Jitter_is_full_so_that_a_fleet_does_not_come_back_at_once()
    {
        _backoff.Exhaust();
        var waits = Enumerable.Range(0, 2000).Select(_ => _backoff.Next().TotalSeconds).ToArray();

        // A tenth of the range at each end is missed by two thousand waits once in 10^91 runs.
        Assert.Contains(waits, wait => wait < 3);
        Assert.Contains(waits, wait => wait > 27);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(-5, 0)]
    [InlineData(20, 20)]
    [InlineData(86_400, 60)]
    public void A_goodbye_is_obeyed_up_to_a_minute(int? asked, int waits)
    {
        var goaway = new Goaway { RetryAfter = asked is { } seconds ? Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) : null };

        Assert.Equal(waits, new GoawayException(goaway).RetryAfter.TotalSeconds);
    }
}
